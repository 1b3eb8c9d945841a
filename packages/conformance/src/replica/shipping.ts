import type { ApplyReply, ReplicaBatch } from '@agentcoord/core';
import { expect } from 'vitest';
import { expectStatus, present } from '../harness/expectations.js';
import type { Side } from './pair.js';

/** Ships what is missing until nothing is. */
export async function ship(owner: Side, follower: Side, limit = 500): Promise<void> {
  for (;;) {
    const { position } = await follower.replica.look();
    const reply = await owner.replica.changes({ after: position, limit });
    if (reply.status === 'even') return;
    if (reply.status === 'snapshot-needed') await shipSnapshot(owner, follower, { limit });
    else expectStatus(await follower.replica.apply({ batch: reply.batch }), 'applied');
  }
}

/**
 * Nothing happens where the copy stands there already.
 * @param between runs before each page but the first
 */
export async function shipSnapshot(
  owner: Side,
  follower: Side,
  { limit, between }: { limit: number; between?: () => Promise<unknown> },
): Promise<void> {
  let page = await owner.replica.snapshot({ limit });
  for (;;) {
    const reply = await follower.replica.apply({ batch: page });
    if (page.page === '' && reply.status === 'stale') return;
    expectStatus(reply, 'applied');
    if (page.cursor === undefined) return;
    await between?.();
    page = await owner.replica.snapshot({ cursor: page.cursor, limit });
  }
}

/** The next batch for this follower. */
export async function nextBatch(owner: Side, follower: Side, limit = 500): Promise<ReplicaBatch> {
  const { position } = await follower.replica.look();
  return expectStatus(await owner.replica.changes({ after: position, limit }), 'changes').batch;
}

export async function applied(follower: Side, batch: ReplicaBatch): Promise<ApplyReply> {
  return expectStatus(await follower.replica.apply({ batch }), 'applied');
}

const HELD = 6;

/** Ships as a bad network does: late, twice, out of order, in batches of any size. Each number decides about one step. */
export class BadShipper {
  private readonly kept: ReplicaBatch[] = [];

  constructor(
    private readonly owner: Side,
    private readonly follower: Side,
  ) {}

  async step(chance: number): Promise<void> {
    const [what, limit, which] = [chance % 4, 1 + ((chance >> 2) % 7), chance >> 5];
    if (what === 0) return;
    const old = this.kept[which % Math.max(1, this.kept.length)];
    if (what === 1 && old) return this.send(old);
    const { position } = await this.follower.replica.look();
    const reply = await this.owner.replica.changes({ after: position, limit });
    if (reply.status !== 'changes') return;
    this.kept.push(reply.batch);
    if (this.kept.length > HELD) this.kept.shift();
    if (what === 2) await this.send(reply.batch);
  }

  /** Whatever arrives is applied once or not at all, and the copy never goes back. */
  private async send(batch: ReplicaBatch): Promise<void> {
    const { position: before } = await this.follower.replica.look();
    const reply = await this.follower.replica.apply({ batch });
    const { from, to } = batch;
    const isAhead = to.epoch === before.epoch ? to.sequence > before.sequence : to.epoch > before.epoch;
    const joins = present(from ?? undefined).sequence <= before.sequence;
    expect(reply.status).toBe(isAhead ? (joins ? 'applied' : 'gap') : 'stale');
    expect(reply.position).toEqual(isAhead && joins ? to : before);
    expect(await this.follower.storage.now()).toBeLessThanOrEqual(await this.owner.storage.now());
  }
}
