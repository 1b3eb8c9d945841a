import type { CallOptions, Storage } from '@agentcoord/core';
import type { Host } from '../host.js';
import { admittedForMs, lookAtOwn } from '../keeper/own-gate.js';
import { troubleOf } from '../primary/trouble.js';
import { Deadline } from './deadline.js';
import type { Place } from './place.js';
import type { Whereabouts } from './whereabouts.js';

/** Whether the last read was answered by the owner. */
export type Freshness =
  | { stale: false }
  /** By a copy. Wall clock: when that was last known to be even with the owner; `undefined`: nobody knows. */
  | { stale: true; asOf?: number };

interface Source extends Place {
  freshness: Freshness;
}

/** How much of a read's time the owner gets before the copy of this host answers instead. */
const FOR_THE_OWNER = 0.8;

/** Reads go to the owner; where it cannot be reached, to the copy of this host, which says how old it is. */
export class Reading {
  freshness: Freshness = { stale: false };

  constructor(
    private readonly host: Host,
    private readonly whereabouts: Whereabouts,
  ) {}

  async read<Reply>(
    verb: (storage: Storage, options: CallOptions) => Promise<Reply>,
    options: CallOptions,
  ): Promise<Reply> {
    const deadline = new Deadline(this.host.clock, options);
    const timeMs = deadline.remainingMs();
    for (;;) {
      const source = await this.source();
      const forOwnerMs = deadline.remainingMs() - timeMs * (1 - FOR_THE_OWNER);
      try {
        if (source.at === 'primary') {
          const storage = await this.host.primary.storage();
          const { epoch } = source;
          const reply = await verb(storage, { ...options, epoch, timeoutMs: Math.max(1, forOwnerMs) });
          this.freshness = source.freshness;
          return reply;
        }
        const reply = await verb(this.host.local, {
          ...options,
          epoch: source.epoch,
          timeoutMs: Math.max(1, deadline.remainingMs()),
        });
        this.freshness = source.freshness;
        return reply;
      } catch (error) {
        if (source.at === 'own' || troubleOf(error) !== 'silent') throw error;
        if (forOwnerMs <= 0 || !(await this.primaryAnswers(deadline, forOwnerMs)))
          return this.readCopy(verb, options, deadline);
      }
    }
  }

  private async primaryAnswers(deadline: Deadline, ms: number): Promise<boolean> {
    const asking = this.host.primary.ask((replica, timeoutMs) => replica.look({ timeoutMs }));
    return Boolean((await deadline.wait(asking, ms))?.seen);
  }

  private async readCopy<Reply>(
    verb: (storage: Storage, options: CallOptions) => Promise<Reply>,
    options: CallOptions,
    deadline: Deadline,
  ): Promise<Reply> {
    const { evenAt } = (await lookAtOwn(this.host)).record;
    const reply = await verb(this.host.local, { ...options, timeoutMs: Math.max(1, deadline.remainingMs()) });
    this.freshness = { stale: true, ...(evenAt > 0 ? { asOf: evenAt } : {}) };
    return reply;
  }

  private async source(): Promise<Source> {
    const { known } = this.whereabouts;
    const { primary } = this.host;
    if (known !== undefined) return { ...known, freshness: { stale: false } };
    let own = await lookAtOwn(this.host);
    if (
      own.record.phase === 'unbound' ||
      (own.record.phase === 'owner' && admittedForMs(this.host, own) === 0)
    ) {
      await this.whereabouts.turn();
      own = await lookAtOwn(this.host);
    }
    const { phase, owner, epoch, evenAt } = own.record;
    const stale: Freshness = { stale: true, ...(evenAt > 0 ? { asOf: evenAt } : {}) };
    if (phase === 'owner')
      return { at: 'own', epoch, freshness: admittedForMs(this.host, own) > 0 ? { stale: false } : stale };
    // What has stopped is still the newest there is, until somebody else is known to own; so is what was made before a
    // primary was configured.
    const hasWorkedAlone = phase === 'unbound' && own.view.position.sequence > 0;
    if (phase === 'unseen' || phase === 'handing-over' || hasWorkedAlone)
      return { at: 'own', epoch, freshness: { stale: false } };
    if (primary.gone !== undefined) return { at: 'own', epoch, freshness: stale };
    // Another host's store owns: the primary follows it, more closely than anybody else. Where nobody owns yet, what is
    // there is all there is.
    const isOwners = owner === 'redis' || owner === null;
    return { at: 'primary', epoch, freshness: isOwners ? { stale: false } : { stale: true } };
  }
}
