import type { Storage } from '@agentcoord/core';
import { AgentRegistry } from '@agentcoord/registry';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createSubprocessLauncher, type Launcher, type SpawnedWorker } from '../src/index.js';
import { setUpSpawning } from './support/spawning.js';

const GONE = 'host-that-is-gone';

/** As a host leaves a worker of its own in the store when its power is cut. */
async function leaveWorker(storage: Storage, change: Partial<SpawnedWorker> = {}): Promise<void> {
  const handle = {
    pid: 4_000_000,
    startTime: '1',
    host: GONE,
    bootId: 'x',
    pidSpace: 'y',
    spawnId: 'worker_1',
  };
  const worker: SpawnedWorker = {
    id: 'worker_1',
    name: 'One',
    mode: 'subprocess',
    state: 'running',
    tags: [],
    capabilities: [],
    useLlm: false,
    spawnedBy: 'operator',
    spawnerHost: GONE,
    host: GONE,
    handle,
    logFile: '/tmp/w.log',
    startedAt: await storage.now(),
    ...change,
  };
  await storage.records.put({ collection: 'workers', id: worker.name, value: { ...worker } });
}

async function setUp() {
  const { storage, another } = await setUpSpawning();
  const { spawner } = await another({ lostAfter: 1 });
  const registry = new AgentRegistry({ storage, heartbeat: 200 });
  await leaveWorker(storage);
  const agent = await registry.register({ name: 'One', spawnId: 'worker_1', host: GONE });
  onTestFinished(() => agent.leave().catch(() => undefined));
  return {
    storage,
    spawner,
    agent,
    registry,
    /** As if its heartbeat had been missed. */
    async bury() {
      await storage.leases.revoke({ holder: agent.identity, by: 'test', reason: 'its host is gone' });
      await registry.reap({ by: 'test' });
      await expect.poll(async () => (await registry.get('One'))?.state).toBe('dead');
    },
  };
}

const LOST = { lost: true, reason: expect.stringMatching(/^lost: .*host-that-is-gone/) };

describe('a worker of a host that is gone', () => {
  test('keeps its place while its agent lives, and is lost once that is dead: the record says why', async () => {
    const { spawner, agent, bury } = await setUp();
    expect(await spawner.adopt()).toMatchObject([{ name: 'One', state: 'running' }]);
    await bury();
    await expect.poll(() => spawner.list()).toMatchObject([{ state: 'exited', exit: LOST }]);
    expect(await spawner.adopt()).toEqual([]);
    // One that lives after all finds out when it is back.
    await expect.poll(() => agent.signal.aborted, { timeout: 20_000 }).toBe(true);
  });

  test('gives its name back, is stopped where it is lost, and stop --all does not stumble over it', async () => {
    const { spawner, bury } = await setUp();
    await expect(spawner.stop('One')).rejects.toMatchObject({ code: 'unsupported' });
    await expect(spawner.spawnWorker({ name: 'One' })).rejects.toMatchObject({ code: 'conflict' });
    await bury();
    await expect.poll(() => spawner.stop('One')).toMatchObject({ outcome: 'already_gone' });
    expect(await spawner.stopAll()).toEqual([]);
    expect(await spawner.spawnWorker({ name: 'One' })).toMatchObject({ state: 'running' });
  });

  test('that was written off can be ended on the host that it runs on after all', async () => {
    const { spawner, storage } = await setUpSpawning();
    const worker = await spawner.spawnWorker({ name: 'One' });
    const written = { ...worker, state: 'exited', exit: { lost: true, reason: 'lost: nobody looks' } };
    await storage.records.put({ collection: 'workers', id: 'One', value: written });
    expect(await spawner.stop('One')).toMatchObject({ outcome: expect.stringMatching(/stopped|killed/) });
  });

  test('is not lost while somebody on its host looks after workers', async () => {
    const { spawner, storage, registry, bury } = await setUp();
    const keys = [{ key: `spawner/supervisor/${GONE}` }];
    const lead = { grantId: 'g', holder: 'supervisor', keys, ttlMs: 3_600_000 };
    const reply = await storage.leases.acquire(lead);
    await bury();
    expect(await spawner.adopt()).toHaveLength(1);
    const coordinator = await registry.register({ name: 'Main', kind: 'coordinator', host: GONE });
    const fence = reply.status === 'granted' ? reply.grant.fence : 0;
    await storage.leases.release({ grantId: 'g', fence });
    expect(await spawner.adopt()).toHaveLength(1);
    await coordinator.leave();
    await expect.poll(() => spawner.adopt()).toEqual([]);
  });

  test('that waited there for its next life is nobody there’s any more', async () => {
    const { spawner, storage, bury } = await setUp();
    await bury();
    await leaveWorker(storage, { state: 'restarting', restartAt: 0 });
    await spawner.adopt();
    await expect.poll(() => spawner.list()).toMatchObject([{ state: 'exited', exit: { lost: true } }]);
  });

  test('is left alone where its place can be asked for from everywhere', async () => {
    const { spawner, storage, bury } = await setUp();
    await bury();
    await leaveWorker(storage, { mode: 'elsewhere', handle: { spawnId: 'worker_1' } });
    expect(await spawner.adopt()).toHaveLength(1);
    await leaveWorker(storage, { state: 'exited' });
  });

  test('is no less lost because another worker cannot be looked at', async () => {
    const { storage, another } = await setUpSpawning();
    const unwilling: Launcher = {
      mode: 'unwilling',
      limits: [],
      launch: () => Promise.reject(new Error('no')),
      isAlive: () => Promise.reject(new Error('I do not know')),
      stop: () => Promise.reject(new Error('no')),
    };
    const { spawner } = await another({ lostAfter: 0, launchers: [unwilling, createSubprocessLauncher()] });
    await leaveWorker(storage, { id: 'worker_2', name: 'Two', mode: 'unwilling' });
    await leaveWorker(storage);
    expect(await spawner.adopt()).toEqual([]);
  });
});
