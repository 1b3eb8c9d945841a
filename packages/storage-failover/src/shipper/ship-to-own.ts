import { PRIMARY_SOURCE } from '../gate/set-own.js';
import type { Host } from '../host.js';
import { changeOwn, lookAtOwn } from '../keeper/own-gate.js';
import { type Shipped, ship } from './ship.js';
import { snapshotTurn } from './snapshot-turn.js';

/** Brings the store of this host, which follows, up to the primary; never beyond the epoch it follows. */
export async function shipToOwn(host: Host, { forMs }: { forMs: number }): Promise<Shipped> {
  const { primary, replica, clock, closed } = host;
  const { record, view } = await lookAtOwn(host);
  const from = view.position;
  if (record.phase !== 'follower') return { status: 'moved', position: from, snapshot: false };
  const { parted } = record;
  const shipped = await ship({
    source: await primary.replica(),
    target: replica,
    origin: { source: PRIMARY_SOURCE, epoch: record.epoch },
    from,
    replaces: parted,
    upToEpoch: record.epoch,
    maySnapshot: snapshotTurn(host),
    clock,
    forMs,
    signal: closed,
  });
  if (parted && shipped.snapshot) await isWhole(host, record.epoch);
  return shipped;
}

async function isWhole(host: Host, epoch: number): Promise<void> {
  const own = await lookAtOwn(host);
  if (own.record.epoch === epoch && own.record.phase === 'follower')
    await changeOwn(host, own, { ...own.record, parted: false });
}
