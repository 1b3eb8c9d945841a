import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { CoordinationClient, Semaphore } from 'agentcoord';

/** Somebody's API. It answers three callers at once, and refuses a fourth. */
const api = { calls: 0, most: 0, answered: 0, refused: 0 };
async function callApi(): Promise<void> {
  api.calls += 1;
  api.most = Math.max(api.most, api.calls);
  if (api.calls > 3) api.refused += 1;
  await setTimeout(20 + Math.random() * 20);
  api.calls -= 1;
  api.answered += 1;
}

await using client = await CoordinationClient.open();

/** The limit is kept in the store, under its name: it holds for all workers that use it, of all processes and hosts. */
async function work(worker: number): Promise<void> {
  const semaphore = new Semaphore({
    storage: client.storage,
    name: 'weather-api',
    max: 3,
    holder: `worker-${worker}`,
  });
  for (let call = 0; call < 4; call += 1) {
    // Given back at the end of the block. One of a worker that died is free again after its `ttl` (60s).
    await using _permit = await semaphore.acquire({ wait: '1m' });
    await callApi();
  }
}

await Promise.all(Array.from({ length: 12 }, (_, worker) => work(worker)));
console.log(
  `12 workers made ${api.answered} calls, never more than ${api.most} at once; refused: ${api.refused}`,
);
assert.deepEqual(api, { calls: 0, most: 3, answered: 48, refused: 0 });

// `tryAcquire` never waits: what cannot be done now is left for later.
const impatient = new Semaphore({
  storage: client.storage,
  name: 'one-at-a-time',
  max: 1,
  holder: 'impatient',
});
{
  await using _only = await impatient.acquire();
  assert.equal(await impatient.tryAcquire(), undefined);
}
console.log('As it should be: the API was kept busy, and never too busy.');
