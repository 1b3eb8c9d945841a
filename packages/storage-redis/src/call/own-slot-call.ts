import { AgentCoordError, type CallOptions, type Operation } from '@agentcoord/core';
import { throwRefusal } from '../errors/refusal.js';
import { storageError } from '../errors/storage-error.js';
import type { Script } from '../scripts/join-script.js';
import type { ScriptInput } from '../scripts/script-input.js';
import { SCRIPTS } from '../scripts/scripts.js';
import type { Caller } from './caller.js';
import { type Deadline, TimeUp } from './deadline.js';
import { sessionInput } from './envelope.js';
import type { OwnSession } from './own-session.js';
import { decodeReply, type Reply } from './reply.js';
import type { Slot } from './slots.js';
import { type Begun, begin, type Course, courseOf, type Send, untilAnswered } from './until-answered.js';

/** The part of a call's time that is kept for settling it when no reply comes. */
const KEPT_FOR_BURNING = 0.2;

/** Instead of a hash of the arguments: nobody else can send this operation. */
export const OWN = '-';

/** One mutation under a sequence of our own: sent again while there is time, then burned. */
export class OwnSlotCall {
  private readonly course: Course;
  private operation: Operation | undefined;

  constructor(
    private readonly caller: Caller,
    private readonly session: OwnSession,
    private readonly script: Script,
    private readonly input: ScriptInput,
    private readonly options: CallOptions,
  ) {
    this.course = courseOf(script, options);
  }

  async run(): Promise<Reply> {
    const { caller, session, options } = this;
    caller.throwIfOver(options);
    let slot = session.slots.takeFree();
    const begun = slot && begin(caller.link, this.course, this.sendIn(slot));
    const deadline = caller.deadline(options, 1 - KEPT_FOR_BURNING);
    try {
      slot ??= await session.slots.take(deadline);
      return await this.inSlot(slot, deadline, begun);
    } catch (error) {
      if (!(error instanceof TimeUp)) throw error;
      return await this.settle(error, options);
    } finally {
      deadline.end();
      // The next sequence of this slot makes this one impossible: an unknown outcome needs no more care.
      if (slot !== undefined) session.slots.giveBack(slot);
    }
  }

  private sendIn(slot: Slot): Send {
    const { caller, session, script, input } = this;
    const { epoch } = this.options;
    const operation = { session: session.id, slot: slot.number, sequence: slot.sequence };
    this.operation = operation;
    // Only a first send may create the session: later its absence means that replies were forgotten.
    return (attempt) =>
      caller.send(script, input, attempt, epoch, { operation, hash: OWN, open: !attempt.mayHaveRun });
  }

  private async inSlot(slot: Slot, deadline: Deadline, begun: Begun | undefined): Promise<Reply> {
    const { caller, session } = this;
    const send = this.sendIn(slot);
    for (let first = begun; ; first = undefined) {
      const reply = await untilAnswered(caller.link, deadline, this.course, send, first);
      const unknown = reply.value.refused === 'session_expired';
      if (!unknown) session.isOpen = true;
      if (!unknown || session.isOpen) {
        throwRefusal(reply);
        return reply;
      }
      // The lost send created no session, so it has not run; should it still arrive, it meets the same slot.
      await untilAnswered(caller.link, deadline, this.course, (attempt) =>
        caller.send(
          SCRIPTS.sessions.open,
          sessionInput(caller.keys, session.id),
          attempt,
          this.options.epoch,
        ),
      );
      // Not before: others whose first send was lost as well are refused meanwhile.
      session.isOpen = true;
    }
  }

  /** No reply in time: what became of it, or at least that it can no longer run. */
  private async settle(timeUp: TimeUp, options: CallOptions): Promise<Reply> {
    const { caller, course, operation } = this;
    const lastError = course.lastError ?? timeUp;
    if (!course.maybeRan || operation === undefined)
      throw storageError('not-sent', lastError, caller.link.place);
    const burned = await this.burnInTime(operation, options);
    if (burned?.status === 'ran') {
      const reply = decodeReply(burned.reply.rest);
      throwRefusal(reply);
      return reply;
    }
    throw storageError(
      burned?.status === 'burned' ? 'not-sent' : 'outcome-unknown',
      lastError,
      caller.link.place,
    );
  }

  private async burnInTime(operation: Operation, options: CallOptions) {
    const timeoutMs = (options.timeoutMs ?? this.caller.defaultTimeoutMs) * KEPT_FOR_BURNING;
    try {
      return await this.caller.burn(operation, { ...options, timeoutMs });
    } catch (error) {
      if (AgentCoordError.is(error, 'aborted', 'closed')) throw error;
      return undefined;
    }
  }
}
