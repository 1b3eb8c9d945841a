import { sharedView } from '../gate/views.js';
import type { Host } from '../host.js';
import { lookAtOwn } from '../keeper/own-gate.js';
import { changeShared } from '../keeper/shared-gate.js';
import { type Shipped, ship } from './ship.js';
import { snapshotTurn } from './snapshot-turn.js';

/** Brings the primary up to this store, under whatever ownership the primary takes batches of it. */
export async function shipToPrimary(host: Host, { forMs }: { forMs: number }): Promise<Shipped> {
  const { primary, replica, clock, closed } = host;
  const target = await primary.replica();
  const own = await lookAtOwn(host);
  const shared = sharedView(await target.look({ signal: closed }));
  const { applies } = shared.view.gate;
  const { storeId, epoch, phase } = own.record;
  // An owner's batches are of its own epoch. What is given back goes in under that of the adoption.
  const isOurs =
    applies?.source === storeId && (shared.record.restoring === storeId || applies.epoch === epoch);
  const { position } = shared.view;
  if (applies === null || !isOurs || phase === 'unseen') return { status: 'moved', position };
  const replaces = !shared.record.whole;
  const shipped = await ship({
    source: replica,
    target,
    origin: applies,
    from: position,
    replaces,
    maySnapshot: snapshotTurn(host),
    clock,
    forMs,
    signal: closed,
  });
  if (replaces && shipped.status !== 'moved' && 'snapshot' in shipped) {
    const now = sharedView(await target.look({ signal: closed }));
    if (now.record.ownership?.epoch === shared.record.ownership?.epoch)
      await changeShared(host, now, { whole: true });
  }
  return shipped;
}
