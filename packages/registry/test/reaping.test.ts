import type { Storage } from '@agentcoord/core';
import { AgentRegistry, type ReapReport, type RegisteredAgent } from '@agentcoord/registry';
import { describe, expect, test } from 'vitest';
import { dyingAgent, leavesLater, QUICK, until } from './support/agents.js';
import { Child, PROCESSES_MS } from './support/child.js';
import { openedAt, sharedStores, stores } from './support/stores.js';

const MINUTE = 60_000;

async function givesItWork(storage: Storage, agent: RegisteredAgent): Promise<void> {
  await storage.queues.push({ tasks: [{ id: 'task-1', title: 'work' }] });
  await storage.queues.claim({ worker: agent.identity, leaseMs: MINUTE });
  for (const [index, holder] of [agent.identity, `${agent.identity}/flow`, `${agent.identity}x`].entries()) {
    const keys = [{ key: `file/${index}.ts` }];
    await storage.leases.acquire({ grantId: `lock-${index}`, holder, keys, ttlMs: MINUTE });
  }
}

describe.each(stores)('on the %s store', (_name, open) => {
  test('the dead give back their tasks and locks, and nobody else does', async () => {
    const storage = await open();
    const registry = new AgentRegistry({ storage, ...QUICK });
    const agent = await dyingAgent(storage, 'Agent-1');
    await givesItWork(storage, agent);
    await until(registry, 'Agent-1', 'dead');
    const { reaped } = await registry.reap({ by: 'reaper' });
    expect(reaped).toEqual([
      {
        name: 'Agent-1',
        incarnation: agent.incarnation,
        identity: agent.identity,
        kind: 'worker',
        cause: 'no-heartbeat',
        tasks: ['task-1'],
        leases: expect.arrayContaining(['file/0.ts', 'file/1.ts']),
      },
    ]);
    const { grants } = await storage.leases.inspect({ under: 'file' });
    expect(grants.map((grant) => grant.grantId)).toEqual(['lock-2']);
    expect((await storage.queues.get({ taskIds: ['task-1'] }))[0]).toMatchObject({ state: 'ready' });
    expect(await registry.get('Agent-1')).toMatchObject({
      state: 'dead',
      diedAt: expect.any(Number),
      cause: 'no-heartbeat',
    });
  });

  test('many reapers bury one life once', async () => {
    const storage = await open();
    const registry = new AgentRegistry({ storage, ...QUICK });
    const agent = await dyingAgent(storage, 'Agent-1');
    await givesItWork(storage, agent);
    await until(registry, 'Agent-1', 'dead');
    const reapers = Array.from({ length: 6 }, (_, index) =>
      new AgentRegistry({ storage }).reap({ by: `reaper-${index}` }),
    );
    const reaped = (await Promise.all(reapers)).flatMap((report) => report.reaped);
    expect(reaped.map(({ tasks }) => tasks)).toEqual([['task-1']]);
    expect((await registry.reap({ by: 'reaper' })).reaped).toEqual([]);
  });

  test('an agent that is alive is never reaped', async () => {
    const storage = await open();
    const registry = new AgentRegistry({ storage });
    const agent = leavesLater(await registry.register({ name: 'Agent-1' }));
    await givesItWork(storage, agent);
    expect(await registry.reap({ by: 'reaper' })).toEqual({ reaped: [], forgotten: [] });
    expect(agent.signal.aborted).toBe(false);
  });

  test('a restart under the same name frees what the earlier life held, and keeps its own', async () => {
    const storage = await open();
    const registry = new AgentRegistry({ storage });
    const earlier = await dyingAgent(storage, 'Agent-1');
    await givesItWork(storage, earlier);
    await until(registry, 'Agent-1', 'dead');
    const next = leavesLater(await registry.register({ name: 'Agent-1' }));
    expect((await storage.queues.get({ taskIds: ['task-1'] }))[0]).toMatchObject({ state: 'ready' });
    await storage.queues.claim({ worker: next.identity, leaseMs: MINUTE });
    expect((await registry.reap({ by: 'reaper' })).reaped).toEqual([]);
    await storage.queues.evict({ worker: earlier.identity, reason: 'a stale message' });
    expect((await storage.queues.get({ taskIds: ['task-1'] }))[0]).toMatchObject({
      state: 'claimed',
      claim: { worker: next.identity },
    });
  });

  test('those that ended long ago are forgotten', async () => {
    const storage = await open();
    const registry = new AgentRegistry({ storage, ...QUICK, forgetAfter: 0 });
    const agent = await registry.register({ name: 'left' });
    await agent.leave();
    leavesLater(await new AgentRegistry({ storage }).register({ name: 'alive' }));
    expect(await registry.reap({ by: 'reaper' })).toEqual({ reaped: [], forgotten: ['left'] });
    expect((await registry.list()).map(({ name }) => name)).toEqual(['alive']);
  });

  test('reaping in the background finds the dead and ends with its signal', async () => {
    const storage = await open();
    const registry = new AgentRegistry({ storage, ...QUICK });
    const stop = new AbortController();
    const reports: ReapReport[] = [];
    const running = registry.keepReaping({
      by: 'reaper',
      interval: 10,
      signal: stop.signal,
      onReport: (report) => {
        reports.push(report);
        stop.abort();
      },
    });
    await dyingAgent(storage, 'Agent-1');
    await running;
    expect(reports.flatMap(({ reaped }) => reaped.map(({ name }) => name))).toEqual(['Agent-1']);
  });
});

describe.each(sharedStores)('over the %s store, from process to process', (_name, placeOf) => {
  test('a process killed with SIGKILL is found dead, and its task goes to another', {
    timeout: PROCESSES_MS,
  }, async () => {
    const place = await placeOf();
    const storage = await openedAt(place);
    const registry = new AgentRegistry({ storage });
    await storage.queues.push({ tasks: [{ id: 'task-1', title: 'work' }] });
    const child = Child.start('agent.process.ts', JSON.stringify(place), 'Worker-1');
    const { identity } = await child.says();
    expect((await registry.get('Worker-1'))?.identity).toBe(identity);
    await child.killed();
    await until(registry, 'Worker-1', 'dead');
    const { reaped } = await registry.reap({ by: 'reaper' });
    expect(reaped).toMatchObject([{ name: 'Worker-1', tasks: ['task-1'], leases: ['file/src'] }]);
  });
});
