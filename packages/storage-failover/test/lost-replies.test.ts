import { type ClaimReply, EVENTS_LOG } from '@agentcoord/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Host } from '../src/host.js';
import { lookAtOwn } from '../src/keeper/own-gate.js';
import { turn } from '../src/keeper/turn.js';
import { Router } from '../src/router/router.js';
import { type Bed, keepFor, makeBed } from './support/two-hosts.js';

let bed: Bed;
beforeEach(async () => {
  bed = await makeBed();
});
afterEach(() => bed.close());

/** The primary owns, and this host may take it back as soon as somebody looks. */
async function aboutToTakeBack(): Promise<Host> {
  const host = await bed.host('one');
  await keepFor(bed.clock, [{ ...host, mayOwnLocally: false }], 62_000);
  expect((await lookAtOwn(host)).record).toMatchObject({ phase: 'follower', owner: 'redis' });
  return host;
}

function claim(router: Router): Promise<ClaimReply> {
  return router.mutate((to, where) => to.queues.claim({ worker: 'w', leaseMs: 60_000 }, where));
}

test('a call whose reply was lost gets it from the new owner, which does not run it again', async () => {
  const host = await aboutToTakeBack();
  const router = new Router(host);
  await router.mutate((to, where) =>
    to.queues.push(
      {
        tasks: [
          { id: 'a', title: 'a' },
          { id: 'b', title: 'b' },
        ],
      },
      where,
    ),
  );
  bed.primary.losesReplies = 1;
  bed.primary.whenLost = async () => {
    await turn(host);
    expect((await lookAtOwn(host)).record.phase).toBe('owner');
  };
  const reply = await claim(router);
  expect(reply).toMatchObject({ status: 'claimed', claims: [{ task: { id: 'a' } }] });
  const { entries } = await host.local.logs.read({ log: EVENTS_LOG });
  expect(entries.filter(({ body }) => body.type === 'task-claimed')).toHaveLength(1);
  const { counts } = await host.local.queues.stats({});
  expect(counts).toMatchObject({ claimed: 1, ready: 1 });
});

test('without its number the same call runs twice', async () => {
  const host = await aboutToTakeBack();
  const router = new Router(host);
  await router.mutate((to, where) =>
    to.queues.push(
      {
        tasks: [
          { id: 'a', title: 'a' },
          { id: 'b', title: 'b' },
        ],
      },
      where,
    ),
  );
  bed.primary.losesReplies = 1;
  bed.primary.whenLost = async () => {
    await turn(host);
  };
  await router.mutate((to, { operation: _forgotten, ...where }) =>
    to.queues.claim({ worker: 'w', leaseMs: 60_000 }, where),
  );
  expect((await host.local.queues.stats({})).counts).toMatchObject({ claimed: 2, ready: 0 });
});

test('a call that nobody answered in its time can no longer run, or says that nobody knows', async () => {
  const host = await aboutToTakeBack();
  const router = new Router({ ...host, mayOwnLocally: false });
  bed.primary.losesReplies = Number.POSITIVE_INFINITY;
  const push = router.mutate((to, where) => to.queues.push({ tasks: [{ id: 'a', title: 'a' }] }, where), {
    timeoutMs: 50,
  });
  bed.primary.whenLost = async () => bed.clock.pass(20);
  await expect(push).rejects.toMatchObject({ code: 'storage_unknown' });
});
