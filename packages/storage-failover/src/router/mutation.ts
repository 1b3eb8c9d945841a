import { AgentCoordError, type MutationOptions, type Operation, type Storage } from '@agentcoord/core';
import type { Host } from '../host.js';
import { lookAtOwn } from '../keeper/own-gate.js';
import { troubleOf } from '../primary/trouble.js';
import { Deadline } from './deadline.js';
import { type OwnSlots, operationOf, type Ticket } from './own-slots.js';
import type { Place } from './place.js';
import { refusal } from './refusal.js';
import type { Whereabouts } from './whereabouts.js';

export type Verb<Reply> = (storage: Storage, options: MutationOptions) => Promise<Reply>;

export interface MutationParts {
  host: Host;
  whereabouts: Whereabouts;
  slots: OwnSlots;
}

/** The part of a call's time that is kept for settling it when no reply comes. */
const KEPT_FOR_BURNING = 0.2;
/** Between two sends to a primary that is there and did not answer one. */
const AGAIN_MS = 20;

/**
 * One mutation, with one effect at most, wherever the ownership goes meanwhile: a store that does not own has
 * not run it, and one that may have run it gets the same operation again, or the store that now has its slot.
 */
export class Mutation<Reply> {
  private readonly deadline: Deadline;
  private readonly timeMs: number;
  private ticket: Ticket | undefined;
  /** The epoch at which it was first sent somewhere, and whether one of these sends may have run. */
  private sentAt: number | undefined;
  private mayHaveRun = false;
  private lastError: unknown;

  constructor(
    private readonly parts: MutationParts,
    private readonly verb: Verb<Reply>,
    private readonly options: MutationOptions,
  ) {
    this.deadline = new Deadline(parts.host.clock, options);
    this.timeMs = this.deadline.remainingMs();
  }

  async run(): Promise<Reply> {
    const { slots } = this.parts;
    try {
      return await this.untilAnswered();
    } finally {
      if (this.ticket !== undefined) slots.giveBack(this.ticket);
    }
  }

  private async untilAnswered(): Promise<Reply> {
    let refused: Place | undefined;
    for (;;) {
      let place: Place;
      try {
        place = await this.parts.whereabouts.find(this.deadline, refused);
      } catch (error) {
        throw this.concluded(error);
      }
      refused = undefined;
      try {
        return place.at === 'own' ? await this.sendToOwn(place) : await this.sendToPrimary(place);
      } catch (error) {
        if (AgentCoordError.is(error, 'not_owner')) refused = place;
        else if (place.at === 'own' || !(await this.mayTryAgain(error))) throw this.concluded(error);
      }
      if (this.deadline.remainingMs() <= (this.mayHaveRun ? this.timeMs * KEPT_FOR_BURNING : 0))
        return this.settle(place);
      if (refused === undefined) await this.deadline.pause(AGAIN_MS * (0.5 + Math.random()));
    }
  }

  /** In this process: it needs no envelope, unless it may have run elsewhere. */
  private sendToOwn(place: Place): Promise<Reply> {
    const operation = this.options.operation ?? (this.mayHaveRun ? this.ownOperation(place) : undefined);
    return this.verb(this.parts.host.local, this.callOptions(place, operation));
  }

  private async sendToPrimary(place: Place): Promise<Reply> {
    const { host, slots } = this.parts;
    const storage = await host.primary.storage();
    if (this.options.operation === undefined) this.ticket ??= await slots.take(this.deadline);
    const operation = this.options.operation ?? this.ownOperation(place);
    this.sentAt ??= place.epoch;
    const reply = await this.verb(storage, this.callOptions(place, operation));
    if (this.ticket !== undefined) this.ticket.session.isOpen = true;
    host.primary.answered();
    return reply;
  }

  /** Another owner may not know the session: what it was told of had an effect, and the rest may run. */
  private ownOperation({ epoch }: Place): Operation | undefined {
    if (this.ticket === undefined) return undefined;
    const isElsewhere = this.sentAt !== undefined && this.sentAt !== epoch;
    const isFirst = !this.mayHaveRun && !this.ticket.session.isOpen;
    return operationOf(this.ticket, isElsewhere || isFirst);
  }

  private callOptions({ epoch }: Place, operation: Operation | undefined): MutationOptions {
    const { signal } = this.options;
    const kept = this.ticket === undefined ? 0 : this.timeMs * KEPT_FOR_BURNING;
    return {
      epoch,
      timeoutMs: Math.max(1, this.deadline.remainingMs() - kept),
      ...(signal === undefined ? {} : { signal }),
      ...(operation === undefined ? {} : { operation }),
    };
  }

  private async mayTryAgain(error: unknown): Promise<boolean> {
    const { host, slots } = this.parts;
    if (AgentCoordError.is(error, 'session_expired') && this.ticket !== undefined && !this.mayHaveRun) {
      slots.forget(this.ticket.session);
      this.ticket = undefined;
      return true;
    }
    if (troubleOf(error) !== 'silent') return false;
    this.lastError = error;
    if (AgentCoordError.is(error, 'storage_unknown')) this.mayHaveRun = true;
    // Who brings an operation decides about sending it again.
    if (this.options.operation !== undefined && this.mayHaveRun) return false;
    try {
      await this.deadline.wait(host.primary.ask((replica, timeoutMs) => replica.look({ timeoutMs })));
    } catch (own) {
      // What keeps us from asking again says nothing of what was sent before.
      throw this.concluded(own);
    }
    return true;
  }

  /** No time is left: its reply after all, or that it can no longer run, or that nobody knows. */
  private async settle(place: Place): Promise<Reply> {
    const { host } = this.parts;
    const ran = await this.burn(place);
    if (ran?.status === 'ran') return ran.reply as Reply;
    if (ran?.status === 'burned') this.mayHaveRun = false;
    const own = await lookAtOwn(host);
    throw this.concluded(refusal({ host, own, shared: null }, this.lastError));
  }

  private async burn({ at, epoch }: Place) {
    if (this.ticket === undefined || !this.mayHaveRun) return undefined;
    const { local, primary } = this.parts.host;
    try {
      const storage = at === 'own' ? local : await primary.storage();
      const options = { epoch, timeoutMs: Math.max(1, this.deadline.remainingMs()) };
      return await storage.sessions.burn(operationOf(this.ticket, false), options);
    } catch {
      return undefined;
    }
  }

  /** "It did not run" is only true where no send before may have. */
  private concluded(error: unknown): unknown {
    if (!this.mayHaveRun || AgentCoordError.is(error, 'aborted', 'closed', 'storage_unknown')) return error;
    const why = AgentCoordError.is(error) ? error.message : String(error);
    return new AgentCoordError(
      'storage_unknown',
      `It is not known whether the call had an effect: its reply was lost. ${why}`,
      { data: AgentCoordError.is(error) ? error.data : {}, cause: error },
    );
  }
}
