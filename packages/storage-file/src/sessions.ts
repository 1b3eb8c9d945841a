import { type BurnReply, checkId, checkOperation, type JsonValue, type Sessions } from '@agentcoord/core';
import { recallReply, type Verb } from './operations/mutate.js';
import { burnSlot, openSession, readSlot, useSession } from './operations/slots.js';
import type { Store } from './store/store.js';

type Recall = Pick<Verb<never, unknown>, 'name' | 'recall'>;

/** @param verbs those that remember less than their whole reply. */
export function createSessions(store: Store, verbs: readonly Recall[]): Sessions {
  const byName = new Map(verbs.map((verb) => [verb.name, verb]));
  return {
    async open(request, options) {
      const session = checkId(request.session, 'session');
      await store.write((tx) => openSession(tx, session), options);
      return { session };
    },
    async burn(request, options) {
      const operation = checkOperation(request);
      return store.write((tx): BurnReply => {
        useSession(tx, operation.session);
        const slot = readSlot(tx, operation);
        if (!slot || slot.sequence < operation.sequence) {
          burnSlot(tx, operation);
          return { status: 'burned' };
        }
        if (slot.sequence > operation.sequence) return { status: 'superseded' };
        if (slot.arguments === null) return { status: 'burned' };
        const remembered = JSON.parse(slot.reply ?? 'null') as JsonValue;
        return { status: 'ran', reply: recallReply(tx, byName.get(slot.verb ?? ''), remembered) };
      }, options);
    },
  };
}
