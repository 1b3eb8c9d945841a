import type { BatchOrigin, Clock, Position, Replica } from '@agentcoord/core';
import { samePosition } from '../record/position.js';
import { batchSize } from './batch-size.js';

export interface Shipment {
  source: Replica;
  target: Replica;
  /** Under which ownership the target takes batches. */
  origin: BatchOrigin;
  /** Where the target stands. */
  from: Position;
  /** The target's copy counts for nothing: a snapshot replaces it. */
  replaces: boolean;
  /** Nothing of a later epoch may be applied: see `admitBatchAtStore`. Left out: no limit. */
  upToEpoch?: number;
  /** Whether this process may make a snapshot now: only one of a host at a time. */
  maySnapshot: () => Promise<boolean>;
  clock: Clock;
  /** After this time it stops between two batches. A snapshot is not stopped: nobody else could go on with it. */
  forMs: number;
  signal: AbortSignal;
}

export interface Shipped {
  /**
   * - `even`: the target had everything when it was asked last.
   * - `behind`: time is over, or somebody else is at it.
   * - `moved`: the target takes no batches of this origin any more: look who owns.
   */
  status: 'even' | 'behind' | 'moved';
  /** Where the target stands. */
  position: Position;
  /** The target's copy was replaced by a snapshot. */
  snapshot: boolean;
}

/**
 * Brings the target up to the source, batch after batch; the next one is read while the one before is applied.
 * Safe to stop anywhere and to do twice: a batch is applied once, by its position.
 */
export async function ship(shipment: Shipment): Promise<Shipped> {
  const { source, target, origin, clock, forMs, signal } = shipment;
  const endsAt = clock.elapsed() + forMs;
  const size = batchSize();
  let position = shipment.from;
  let snapshot = false;
  if (shipment.replaces) {
    const replaced = await replace(shipment);
    if (replaced.status !== 'even') return replaced;
    ({ position } = replaced);
    snapshot = true;
  }
  let reading = source.changes({ after: position, limit: size.limit }, { signal });
  for (;;) {
    const reply = await reading;
    if (reply.status === 'even') return { status: 'even', position, snapshot };
    if (reply.status === 'snapshot-needed') {
      if (snapshot) return { status: 'behind', position, snapshot };
      return ship({ ...shipment, replaces: true, forMs: endsAt - clock.elapsed() });
    }
    const { batch } = reply;
    if (shipment.upToEpoch !== undefined && batch.to.epoch > shipment.upToEpoch)
      return { status: 'moved', position, snapshot };
    const beganAt = clock.elapsed();
    // Read ahead; where the batch turns out not to be applied, what was read is dropped.
    const isLast = samePosition(batch.to, reply.head);
    const ahead = isLast ? undefined : source.changes({ after: batch.to, limit: size.limit }, { signal });
    ahead?.catch(() => undefined);
    const applied = await target.apply({ batch: { ...batch, origin } }, { signal });
    size.took(clock.elapsed() - beganAt);
    position = applied.position;
    if (applied.status === 'refused') return { status: 'moved', position, snapshot };
    // Half a snapshot lies there, or what the copy made before it followed anybody.
    if (applied.status === 'gap' && !snapshot)
      return ship({ ...shipment, from: position, replaces: true, forMs: endsAt - clock.elapsed() });
    const isNext = applied.status === 'applied';
    if (isNext && isLast) return { status: 'even', position, snapshot };
    if (clock.elapsed() >= endsAt) return { status: 'behind', position, snapshot };
    reading =
      isNext && ahead !== undefined
        ? ahead
        : source.changes({ after: position, limit: size.limit }, { signal });
  }
}

/** Page after page; the changes made meanwhile come afterwards. */
async function replace({ source, target, origin, from, maySnapshot, signal }: Shipment): Promise<Shipped> {
  let position = from;
  let cursor: string | undefined;
  do {
    if (!(await maySnapshot())) return { status: 'behind', position, snapshot: false };
    const batch = await source.snapshot(
      { limit: 2_000, ...(cursor === undefined ? {} : { cursor }) },
      { signal },
    );
    const applied = await target.apply({ batch: { ...batch, origin } }, { signal });
    if (applied.status === 'refused') return { status: 'moved', position: applied.position, snapshot: false };
    // Two copies at the same position are equal: there is nothing to replace.
    if (applied.status === 'stale' && samePosition(applied.position, batch.to))
      return { status: 'even', position: applied.position, snapshot: true };
    // Somebody else has begun another one.
    if (applied.status !== 'applied')
      return { status: 'behind', position: applied.position, snapshot: false };
    ({ position } = applied);
    ({ cursor } = batch);
  } while (cursor !== undefined);
  return { status: 'even', position, snapshot: true };
}
