import {
  argumentsHash,
  type BurnReply,
  type CallOptions,
  checkOperation,
  DEFAULT_CALL_TIMEOUT_MS,
  type JsonObject,
  type MutationOptions,
  type Operation,
  throwIfAborted,
} from '@agentcoord/core';
import type { Known } from '../connection/adoption.js';
import type { Link } from '../connection/link.js';
import { throwRefusal } from '../errors/refusal.js';
import { storageError } from '../errors/storage-error.js';
import type { Keys } from '../keys.js';
import type { Script } from '../scripts/join-script.js';
import { inOrder, type ScriptInput } from '../scripts/script-input.js';
import { SCRIPTS } from '../scripts/scripts.js';
import { CallBatches } from './call-batches.js';
import type { Closing } from './closing.js';
import { contractName } from './contract-name.js';
import { Deadline, TimeUp } from './deadline.js';
import { commonInput, type Envelope, sessionInput } from './envelope.js';
import { OwnSession } from './own-session.js';
import { OwnSlotCall } from './own-slot-call.js';
import type { Reply } from './reply.js';
import { type Attempt, begin, courseOf, type Send, untilAnswered } from './until-answered.js';
import { wayOf } from './way.js';

/**
 * The part of a call's time after which it is given up. Telling it takes time too, where thousands are given
 * up at once: 5,000 took half a second on a busy machine.
 */
const GIVEN_UP_AFTER = 0.9;

/** How each kind of call is sent, sent again, and settled within its deadline. */
export class Caller {
  private readonly session = new OwnSession();
  private readonly batches: CallBatches;

  constructor(
    readonly link: Link,
    readonly keys: Keys,
    private readonly closing: Closing,
    readonly defaultTimeoutMs: number = DEFAULT_CALL_TIMEOUT_MS,
  ) {
    this.batches = new CallBatches(link);
  }

  /** What every verb begins with: a caller who has gone, a storage that was closed, a request that is wrong. */
  check<T>(options: CallOptions | undefined, validate: () => T): T {
    this.throwIfOver(options);
    return validate();
  }

  throwIfOver(options?: CallOptions): void {
    throwIfAborted(options?.signal, 'a storage call');
    this.closing.throwIfClosed();
  }

  deadline(options: CallOptions, part = 1): Deadline {
    const timeMs = (options.timeoutMs ?? this.defaultTimeoutMs) * GIVEN_UP_AFTER;
    return new Deadline(timeMs * part, this.closing, options.signal);
  }

  /** A call that may run twice or late without harm: reads, renewals, looking after time. */
  call(script: Script, input: ScriptInput, options: CallOptions = {}): Promise<Reply> {
    return this.withinDeadline(script, options, (attempt) =>
      this.send(script, input, attempt, options.epoch),
    );
  }

  /** Like `call`, and right after it, on the same connection, what the server says of itself. */
  async callAndAsk(
    script: Script,
    input: ScriptInput,
    options: CallOptions = {},
  ): Promise<{ value: JsonObject; known: Known; info: string }> {
    let asked: { known: Known; info: string } | undefined;
    const { value } = await this.withinDeadline(script, options, async (attempt) => {
      const { known } = attempt;
      const args = { ...input.args, run_id: known.facts.runId };
      const answer = await this.send(script, { ...input, args }, attempt, options.epoch);
      asked = { known, info: await this.link.info() };
      return answer;
    });
    if (asked === undefined) throw new Error('an answer without a send');
    return { value, ...asked };
  }

  /** A mutation: at most one effect, however often it is sent. `request` is what two sends must agree on. */
  mutate(
    script: Script,
    request: unknown,
    input: ScriptInput,
    options: MutationOptions = {},
  ): Promise<Reply> {
    if (options.operation !== undefined)
      return this.mutateOnce(script, request, input, options.operation, options);
    return new OwnSlotCall(this, this.session, script, input, options).run();
  }

  async burn(
    operation: Operation,
    options: CallOptions = {},
  ): Promise<{ reply: Reply; status: BurnReply['status'] }> {
    const { session, slot, sequence } = checkOperation(operation);
    const input = sessionInput(this.keys, session, { slot, sequence });
    const reply = await this.call(SCRIPTS.sessions.burn, input, options);
    throwRefusal(reply);
    return { reply, status: reply.value.status as BurnReply['status'] };
  }

  /** The caller decides about retries itself: a send that may have run is the end of it. */
  private async mutateOnce(
    script: Script,
    request: unknown,
    input: ScriptInput,
    operation: Operation,
    options: CallOptions,
  ): Promise<Reply> {
    const { open, ...checked } = checkOperation(operation);
    const hash = argumentsHash(contractName(script.name), request);
    const envelope = { operation: checked, hash, open: open === true };
    const reply = await this.withinDeadline(script, options, (attempt) => {
      if (attempt.mayHaveRun) throw new TimeUp('the reply was lost');
      return this.send(script, input, attempt, options.epoch, envelope);
    });
    throwRefusal(reply);
    return reply;
  }

  private async withinDeadline(script: Script, options: CallOptions, send: Send): Promise<Reply> {
    const course = courseOf(script, options);
    this.throwIfOver(options);
    const begun = begin(this.link, course, send);
    const deadline = this.deadline(options);
    try {
      return await untilAnswered(this.link, deadline, course, send, begun);
    } catch (error) {
      if (!(error instanceof TimeUp)) throw error;
      const kind = course.maybeRan && course.changes ? 'outcome-unknown' : 'not-sent';
      throw storageError(kind, course.lastError ?? error, this.link.place);
    } finally {
      deadline.end();
    }
  }

  send(
    verb: Script,
    input: ScriptInput,
    { known, looks }: Pick<Attempt, 'known' | 'looks'>,
    epoch?: number,
    envelope?: Envelope,
  ): Promise<unknown> {
    const { script, server } = wayOf(verb, known, epoch, looks);
    const common = commonInput(this.keys, server, envelope);
    if (CallBatches.takes(script)) return this.batches.send(script, input, common);
    return this.link.run(script, inOrder(script, input, common));
  }
}
