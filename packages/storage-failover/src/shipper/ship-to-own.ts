import { PRIMARY_SOURCE } from '../gate/set-own.js';
import type { Host } from '../host.js';
import { lookAtOwn } from '../keeper/own-gate.js';
import { type Shipped, ship } from './ship.js';
import { snapshotTurn } from './snapshot-turn.js';

/** Brings the store of this host, which follows, up to the primary; never beyond the epoch it follows. */
export async function shipToOwn(host: Host, { forMs }: { forMs: number }): Promise<Shipped> {
  const { primary, replica, clock, closed } = host;
  const { record, view } = await lookAtOwn(host);
  const from = view.position;
  if (record.phase !== 'follower') return { status: 'moved', position: from, snapshot: false };
  return ship({
    source: await primary.replica(),
    target: replica,
    origin: { source: PRIMARY_SOURCE, epoch: record.epoch },
    from,
    replaces: false,
    upToEpoch: record.epoch,
    maySnapshot: snapshotTurn(host),
    clock,
    forMs,
    signal: closed,
  });
}
