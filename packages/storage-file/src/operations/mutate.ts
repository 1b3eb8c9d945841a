import { argumentsHash, checkOperation, type JsonValue, type MutationOptions } from '@agentcoord/core';
import type { Store } from '../store/store.js';
import type { Transaction } from '../store/transaction.js';
import type { View } from '../store/view.js';
import { rememberReply, replayed } from './slots.js';

/** One mutating verb: `Request` has passed the checks of the edge. */
export interface Verb<Request, Reply> {
  /** As the contract names it: `leases.acquire`. Part of what a retry must repeat. */
  readonly name: string;
  run(transaction: Transaction, request: Request): Reply;
  /** What the slot keeps of a reply: ids and fences instead of tasks. Left out: the reply itself. */
  remember?(reply: Reply): JsonValue;
  recall?(view: View, remembered: JsonValue): Reply;
}

/** Runs the verb, once for each operation however often it is sent. */
export function mutate<Request, Reply>(
  store: Store,
  verb: Verb<Request, Reply>,
  request: Request,
  options: MutationOptions = {},
): Promise<Reply> {
  if (options.operation === undefined) {
    return store.write((transaction) => verb.run(transaction, request), options);
  }
  const operation = checkOperation(options.operation);
  const hash = argumentsHash(verb.name, request);
  return store.write((transaction) => {
    transaction.inSlot(operation);
    const known = replayed(transaction, operation, hash);
    if (known !== undefined) return recallReply(transaction, verb, known.reply);
    const reply = verb.run(transaction, request);
    const remembered = verb.remember ? verb.remember(reply) : (reply as JsonValue);
    rememberReply(transaction, operation, { hash, verb: verb.name, reply: remembered });
    return reply;
  }, options);
}

export function recallReply<Reply>(
  view: View,
  verb: Pick<Verb<never, Reply>, 'recall'> | undefined,
  remembered: JsonValue,
): Reply {
  return verb?.recall ? verb.recall(view, remembered) : (remembered as Reply);
}
