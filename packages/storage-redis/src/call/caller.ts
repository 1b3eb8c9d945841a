import {
  argumentsHash,
  type BurnReply,
  type CallOptions,
  checkOperation,
  DEFAULT_CALL_TIMEOUT_MS,
  type MutationOptions,
  type Operation,
  throwIfAborted,
} from '@agentcoord/core';
import type { Link } from '../connection/link.js';
import { throwRefusal } from '../errors/refusal.js';
import { storageError } from '../errors/storage-error.js';
import type { Keys } from '../keys.js';
import type { Script } from '../scripts/join-script.js';
import { inOrder, type ScriptInput } from '../scripts/script-input.js';
import { SCRIPTS } from '../scripts/scripts.js';
import { CallBatches } from './call-batches.js';
import type { Closing } from './closing.js';
import { Deadline, TimeUp } from './deadline.js';
import { commonInput, type Envelope, sessionInput } from './envelope.js';
import { OwnSession } from './own-session.js';
import { OwnSlotCall } from './own-slot-call.js';
import type { Reply } from './reply.js';
import { begin, type Course, type Send, untilAnswered } from './until-answered.js';

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
    const changes = script.keys.includes('events');
    return this.withinDeadline(options, changes, ({ server }) => this.send(script, input, server));
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
    return new OwnSlotCall(this, this.session, script, input).run(options);
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
    const hash = argumentsHash(script.name, request);
    const envelope = { operation: checked, hash, open: open === true };
    const reply = await this.withinDeadline(options, true, ({ server, mayHaveRun }) => {
      if (mayHaveRun) throw new TimeUp('the reply was lost');
      return this.send(script, input, server, envelope);
    });
    throwRefusal(reply);
    return reply;
  }

  private async withinDeadline(options: CallOptions, changes: boolean, send: Send): Promise<Reply> {
    const course: Course = { maybeRan: false, lastError: undefined };
    this.throwIfOver(options);
    const begun = begin(this.link, course, send);
    const deadline = this.deadline(options);
    try {
      return await untilAnswered(this.link, deadline, course, send, begun);
    } catch (error) {
      if (!(error instanceof TimeUp)) throw error;
      const kind = course.maybeRan && changes ? 'outcome-unknown' : 'not-sent';
      throw storageError(kind, course.lastError ?? error, this.link.place);
    } finally {
      deadline.end();
    }
  }

  send(script: Script, input: ScriptInput, server: string, envelope?: Envelope): Promise<unknown> {
    const common = commonInput(this.keys, server, envelope);
    if (CallBatches.takes(script)) return this.batches.send(script, input, common);
    return this.link.run(script, inOrder(script, input, common));
  }
}
