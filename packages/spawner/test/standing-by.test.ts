import { hostname } from 'node:os';
import { pause, type Storage } from '@agentcoord/core';
import { AgentRegistry } from '@agentcoord/registry';
import { openRedisStorage } from '@agentcoord/storage-redis';
import { redisMissing, startRedisServer } from '@agentcoord/tooling/redis-server';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { SupervisionEvent } from '../src/index.js';
import { setUpSpawning } from './support/spawning.js';
import { supervised, typesOf } from './support/supervised.js';

const QUICK = { policy: 'always', backoff: 1, maxBackoff: 2, maxRestarts: 2 } as const;

describe('standing by', () => {
  /** As a supervisor that was killed leaves it, or one that lives and supervises. */
  async function leadOfAnother(storage: Storage, ttlMs: number): Promise<void> {
    const key = `spawner/supervisor/${hostname()}`;
    const reply = await storage.leases.acquire({ grantId: 'other', holder: 'other', keys: [{ key }], ttlMs });
    expect(reply.status).toBe('granted');
  }

  test('a supervisor that was killed is replaced by one that stands by for longer than its lead holds', async () => {
    const { spawner, storage } = await setUpSpawning();
    const worker = await spawner.spawnWorker({ name: 'One', restart: { ...QUICK, maxRestarts: 1 } });
    await leadOfAnother(storage, 1_500);
    process.kill(worker.pid ?? 0, 'SIGKILL');
    const { events } = supervised(spawner, { standBy: 5_000 });
    await expect.poll(() => typesOf(events), { timeout: 30_000 }).toContain('worker-restarted');
  });

  test('it leaves when another one still supervises in the end, or nothing is left to supervise', async () => {
    const { spawner, storage } = await setUpSpawning();
    await leadOfAnother(storage, 3_600_000);
    await spawner.supervise({ standBy: 200, interval: 20 });
    await spawner.supervise({ standBy: false });
    await spawner.supervise({ standBy: true, untilIdle: true, interval: 20 });
  });
});

test('a listener that throws, and a worker that cannot be restarted here, are told of once and end nothing', async () => {
  const warnings: string[] = [];
  const onWarning = ({ message }: Error) => void warnings.push(message);
  process.on('warning', onWarning);
  onTestFinished(() => void process.off('warning', onWarning));
  const { spawner, another } = await setUpSpawning();
  const environment = { BEHAVIOUR: 'obedient', SECRET: 'canary-77c1' };
  const worker = await spawner.spawnWorker({ name: 'One', environment, restart: QUICK });
  await spawner.close();
  const other = await another();
  const ending = new AbortController();
  const told: string[] = [];
  const onEvent = ({ type }: SupervisionEvent): void => {
    told.push(type);
    throw new Error('deaf');
  };
  process.kill(worker.pid ?? 0, 'SIGKILL');
  const ended = other.spawner.supervise({ signal: ending.signal, interval: 20, onEvent });
  await expect.poll(() => told, { timeout: 30_000 }).toContain('supervision-failed');
  // It goes on looking: one that can be restarted is.
  const two = await other.spawner.spawnWorker({ name: 'Two', restart: QUICK });
  process.kill(two.pid ?? 0, 'SIGKILL');
  await expect.poll(() => told, { timeout: 30_000 }).toContain('worker-restarted');
  expect(told.filter((type) => type === 'supervision-failed')).toHaveLength(1);
  expect(warnings.some((message) => message.includes('deaf'))).toBe(true);
  ending.abort();
  await expect(ended).rejects.toMatchObject({ code: 'aborted' });
});

const missing = redisMissing();

describe.skipIf(missing)(`a store that is away${missing ? ` (skipped: ${missing})` : ''}`, () => {
  async function setUpOnRedis() {
    const server = await startRedisServer({ appendOnly: true });
    onTestFinished(() => server.remove());
    const { another } = await setUpSpawning();
    const storage = await openRedisStorage({ path: server.socketPath, namespace: 'supervise' });
    onTestFinished(() => storage.close());
    // The worker registers elsewhere; whether it runs is seen from its process alone.
    const { spawner } = await another({ storage });
    return { server, spawner, storage };
  }
  const endless = { policy: 'always', backoff: 1, maxBackoff: 2, maxRestarts: 9 } as const;

  test('does not end a worker that is being waited for: it may have begun to work', async () => {
    const { server, spawner, storage } = await setUpOnRedis();
    const spawning = spawner.spawnWorker({ name: 'One' });
    const found = async () => (await spawner.list())[0];
    await expect.poll(found, { timeout: 30_000 }).toMatchObject({ state: 'running' });
    const spawnId = (await found())?.id ?? '';
    await server.stop('SIGKILL');
    // It is asked after twice a second.
    await expect(storage.now()).rejects.toMatchObject({ code: 'storage_unavailable' });
    await pause(1_500);
    await server.start();
    await expect.poll(() => storage.now().then(Boolean, () => false), { timeout: 30_000 }).toBe(true);
    // In its place: it registers in a store of files.
    const agent = await new AgentRegistry({ storage }).register({ name: 'One', spawnId });
    onTestFinished(() => agent.leave().catch(() => undefined));
    expect(await spawning).toMatchObject({ name: 'One', state: 'running' });
    expect(await found()).toMatchObject({ state: 'running' });
  });

  test('does not end one that waits for it to begin with', async () => {
    const { server, spawner } = await setUpOnRedis();
    const worker = await spawner.spawnWorker({ name: 'One', waitUntilReady: false, restart: endless });
    await server.stop('SIGKILL');
    const { events } = supervised(spawner);
    await expect.poll(() => typesOf(events), { timeout: 30_000 }).toContain('supervision-failed');
    process.kill(worker.pid ?? 0, 'SIGKILL');
    await server.start();
    await expect.poll(() => typesOf(events), { timeout: 60_000 }).toContain('worker-restarted');
  });

  test('for longer than its lead holds does not end one that supervises', async () => {
    const { server, spawner } = await setUpOnRedis();
    const worker = await spawner.spawnWorker({ name: 'One', waitUntilReady: false, restart: endless });
    const { events } = supervised(spawner, { leadFor: 500 });
    process.kill(worker.pid ?? 0, 'SIGKILL');
    const restarts = () => typesOf(events).filter((type) => type === 'worker-restarted').length;
    await expect.poll(restarts, { timeout: 30_000 }).toBe(1);
    const [second] = await spawner.list();
    await server.stop('SIGKILL');
    const away = performance.now();
    const failures = () => typesOf(events).filter((type) => type === 'supervision-failed').length;
    // By then it has tried again after its lead was over.
    await expect
      .poll(() => performance.now() - away > 2_000 && failures() > 3, { timeout: 60_000 })
      .toBe(true);
    process.kill(second?.pid ?? 0, 'SIGKILL');
    await server.start();
    await expect.poll(restarts, { timeout: 60_000 }).toBe(2);
  });
});
