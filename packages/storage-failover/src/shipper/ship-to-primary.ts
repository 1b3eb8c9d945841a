import type { BatchOrigin, Position } from '@agentcoord/core';
import { type SharedView, sharedView } from '../gate/views.js';
import type { Host } from '../host.js';
import { lookAtOwn } from '../keeper/own-gate.js';
import { changeShared } from '../keeper/shared-gate.js';
import { type Shipped, ship } from './ship.js';
import { snapshotTurn } from './snapshot-turn.js';

/** Brings the primary up to this store, under whatever ownership the primary takes batches of it. */
export function shipToPrimary(host: Host, { forMs }: { forMs: number }): Promise<Shipped> {
  return new PrimaryFollows(host).ship(forMs);
}

/**
 * The same again and again: for as long as an owner's look is good it takes for granted what it found, as the primary
 * checks each batch anyway.
 */
export class PrimaryFollows {
  private known: { origin: BatchOrigin; position: Position; until: number } | undefined;

  constructor(private readonly host: Host) {}

  async ship(forMs: number): Promise<Shipped> {
    const { clock, times } = this.host;
    if (this.known !== undefined && this.known.until < clock.elapsed()) this.known = undefined;
    if (this.known !== undefined) return this.from(this.known.origin, this.known.position, forMs);
    const until = clock.elapsed() + times.lookEveryMs;
    const { origin, shared } = await this.look();
    const { position } = shared.view;
    if (origin === undefined) return { status: 'moved', position, snapshot: false };
    this.known = { origin, position, until };
    const replaces = !shared.record.whole;
    const shipped = await this.from(origin, position, forMs, replaces);
    if (replaces && shipped.snapshot) await this.isWhole(shared);
    return shipped;
  }

  private async from(origin: BatchOrigin, from: Position, forMs: number, replaces = false): Promise<Shipped> {
    const { host } = this;
    const shipped = await ship({
      source: host.replica,
      target: await host.primary.replica(),
      origin,
      from,
      replaces,
      maySnapshot: snapshotTurn(host),
      clock: host.clock,
      forMs,
      signal: host.closed,
    });
    if (shipped.status === 'moved') this.known = undefined;
    else if (this.known !== undefined) this.known.position = shipped.position;
    return shipped;
  }

  private async look(): Promise<{ origin: BatchOrigin | undefined; shared: SharedView }> {
    const { primary, closed } = this.host;
    const own = await lookAtOwn(this.host);
    const target = await primary.replica();
    const shared = sharedView(await target.look({ signal: closed }));
    const { applies } = shared.view.gate;
    const { storeId, epoch, phase } = own.record;
    // An owner's batches are of its own epoch. What is given back goes in under that of the adoption.
    const isRestoring = shared.record.restoring === storeId;
    const isOurs = applies?.source === storeId && (isRestoring || applies.epoch === epoch);
    return { origin: isOurs && phase !== 'unseen' && applies !== null ? applies : undefined, shared };
  }

  private async isWhole(before: SharedView): Promise<void> {
    const target = await this.host.primary.replica();
    const now = sharedView(await target.look({ signal: this.host.closed }));
    if (now.record.ownership?.epoch !== before.record.ownership?.epoch) return;
    await changeShared(this.host, now, { whole: true });
  }
}
