import { AgentCoordError, type CallOptions, type MutationOptions, type Storage } from '@agentcoord/core';
import { closedError } from '../closed-error.js';
import type { Host } from '../host.js';
import { troubleOf } from '../primary/trouble.js';
import { Deadline } from './deadline.js';
import { Mutation, type Verb } from './mutation.js';
import { OwnSlots } from './own-slots.js';
import type { Place } from './place.js';
import { Reading } from './reading.js';
import { Whereabouts } from './whereabouts.js';

/** Sends each call to whoever owns. */
export class Router {
  readonly whereabouts: Whereabouts;
  readonly reading: Reading;
  private readonly slots: OwnSlots;
  private fault: unknown;

  constructor(private readonly host: Host) {
    this.whereabouts = new Whereabouts(host);
    this.slots = new OwnSlots(host.newId);
    this.reading = new Reading(host, this.whereabouts);
  }

  /** What keeps this process, and only this one, from taking part: each call fails with it, at once. */
  faultIs(error: unknown): void {
    this.fault = AgentCoordError.is(error, 'misconfigured', 'unsupported') ? error : undefined;
  }

  mutate<Reply>(verb: Verb<Reply>, options: MutationOptions = {}): Promise<Reply> {
    return this.unlessFaulty(() => {
      const { host, whereabouts, slots } = this;
      return new Mutation({ host, whereabouts, slots }, verb, options).run();
    });
  }

  /** A call of the owner that may run twice without harm: renewals, and reads that only it can answer. */
  ask<Reply>(verb: (storage: Storage, options: CallOptions) => Promise<Reply>, options: CallOptions = {}) {
    return this.unlessFaulty(async () => {
      const deadline = new Deadline(this.host.clock, options);
      let refused: Place | undefined;
      for (;;) {
        const place = await this.whereabouts.find(deadline, refused);
        refused = undefined;
        try {
          return await this.send(verb, place, deadline);
        } catch (error) {
          if (deadline.isOver) throw error;
          if (AgentCoordError.is(error, 'not_owner')) refused = place;
          else if (place.at === 'own' || troubleOf(error) !== 'silent') throw error;
          else
            await deadline.wait(this.host.primary.ask((replica, timeoutMs) => replica.look({ timeoutMs })));
        }
      }
    });
  }

  read<Reply>(verb: (storage: Storage, options: CallOptions) => Promise<Reply>, options: CallOptions = {}) {
    return this.unlessFaulty(() => this.reading.read(verb, options));
  }

  private async send<Reply>(
    verb: (storage: Storage, options: CallOptions) => Promise<Reply>,
    place: Place,
    deadline: Deadline,
  ): Promise<Reply> {
    const { local, primary } = this.host;
    const storage = place.at === 'own' ? local : await primary.storage();
    const { signal } = deadline;
    const timeoutMs = Math.max(1, deadline.remainingMs());
    return verb(storage, { epoch: place.epoch, timeoutMs, ...(signal === undefined ? {} : { signal }) });
  }

  private async unlessFaulty<Reply>(call: () => Promise<Reply>): Promise<Reply> {
    if (this.host.closed.aborted) throw closedError();
    if (this.fault !== undefined) throw this.fault;
    try {
      return await call();
    } catch (error) {
      if (this.host.closed.aborted && !AgentCoordError.is(error)) throw closedError();
      throw error;
    }
  }
}
