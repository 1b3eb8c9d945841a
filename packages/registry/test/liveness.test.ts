import { AgentRegistry } from '@agentcoord/registry';
import { describe, expect, test } from 'vitest';
import { aborted, dyingAgent, leavesLater, QUICK, thrownBy, until } from './support/agents.js';
import { stores } from './support/stores.js';

describe.each(stores)('on the %s store', (_name, open) => {
  test('an agent is dead when its heartbeat stays away, and finds out by itself', async () => {
    const storage = await open();
    const registry = new AgentRegistry({ storage, ...QUICK });
    const agent = await dyingAgent(storage, 'Agent-1');
    const told = aborted(agent.signal);
    await until(registry, 'Agent-1', 'dead');
    expect(await told).toMatchObject({ code: 'lock_lost', data: { name: 'Agent-1' } });
  });

  test('the heartbeat shows without a write to the record', async () => {
    const storage = await open();
    const registry = new AgentRegistry({ storage, heartbeat: 5, deadAfter: '60s' });
    leavesLater(await registry.register({ name: 'Agent-1' }));
    const [before] = await storage.records.get({ collection: 'agents', ids: ['Agent-1'] });
    const registeredAt = (await registry.get('Agent-1'))?.registeredAt ?? 0;
    await expect
      .poll(async () => (await registry.get('Agent-1'))?.lastHeartbeatAt, { timeout: 20_000, interval: 5 })
      .toBeGreaterThan(registeredAt);
    const [after] = await storage.records.get({ collection: 'agents', ids: ['Agent-1'] });
    expect(after?.version).toBe(before?.version);
  });

  test('working without progress is hanging; progress ends it', async () => {
    const storage = await open();
    const registry = new AgentRegistry({ storage, heartbeat: 10, deadAfter: '60s', hungAfter: 100 });
    const agent = leavesLater(await registry.register({ name: 'Agent-1' }));
    await agent.setState('working');
    await until(registry, 'Agent-1', 'hung');
    expect((await registry.hung()).map(({ name }) => name)).toEqual(['Agent-1']);
    // Many calls, few writes: the registry with the usual patience sees it work again.
    for (let step = 0; step < 100; step += 1) agent.progress(`step ${step}`);
    const patient = new AgentRegistry({ storage, hungAfter: '5m' });
    await expect
      .poll(async () => (await patient.get('Agent-1'))?.note, { timeout: 20_000, interval: 5 })
      .toBe('step 99');
    expect(await patient.get('Agent-1')).toMatchObject({ state: 'working' });
    const [record] = await storage.records.get({ collection: 'agents', ids: ['Agent-1'] });
    expect(record?.version).toBeLessThan(20);
  });

  test('idle and waiting agents never hang', async () => {
    const storage = await open();
    const registry = new AgentRegistry({ storage, hungAfter: 1 });
    leavesLater(await registry.register({ name: 'idle' }));
    const waiting = leavesLater(await registry.register({ name: 'waiting' }));
    const working = leavesLater(await registry.register({ name: 'working' }));
    await waiting.setState('waiting', 'an approval');
    await working.setState('working');
    await until(registry, 'working', 'hung');
    expect((await registry.hung()).map(({ name }) => name)).toEqual(['working']);
  });

  test('an announced agent is spawning until it registers, and its place is kept for it', async () => {
    const registry = new AgentRegistry({ storage: await open() });
    await registry.announce({ name: 'Backend-1', spawnId: 'spawn-1', tags: ['backend'] });
    expect(await registry.get('Backend-1')).toMatchObject({
      state: 'spawning',
      spawnId: 'spawn-1',
      tags: ['backend'],
    });
    expect(await registry.reap({ by: 'reaper' })).toEqual({ reaped: [], forgotten: [] });
    expect(await thrownBy(registry.register({ name: 'Backend-1' }))).toMatchObject({ code: 'conflict' });
    expect(await thrownBy(registry.announce({ name: 'Backend-1', spawnId: 'spawn-2' }))).toMatchObject({
      code: 'conflict',
    });
    const agent = leavesLater(await registry.register({ name: 'Backend-1', spawnId: 'spawn-1' }));
    expect(await registry.get('Backend-1')).toMatchObject({ state: 'idle', spawnId: 'spawn-1' });

    await registry.announce({ name: 'Backend-1', spawnId: 'spawn-1' });
    expect(await registry.get('Backend-1')).toMatchObject({ state: 'idle', incarnation: agent.incarnation });
    expect(await thrownBy(registry.announce({ name: 'Backend-1', spawnId: 'spawn-2' }))).toMatchObject({
      code: 'conflict',
    });
  });

  test('an announced agent that never came is dead after its start timeout, and its name is free', async () => {
    const registry = new AgentRegistry({ storage: await open(), ...QUICK });
    await registry.announce({ name: 'Backend-1', spawnId: 'spawn-1' });
    await until(registry, 'Backend-1', 'dead');
    const { reaped } = await registry.reap({ by: 'reaper' });
    expect(reaped).toEqual([
      expect.objectContaining({ name: 'Backend-1', cause: 'never-started', tasks: [], leases: [] }),
    ]);
    await registry.announce({ name: 'Backend-1', spawnId: 'spawn-2' });
    expect(await registry.get('Backend-1')).toMatchObject({ state: 'spawning', spawnId: 'spawn-2' });
  });

  test.each([{ heartbeat: '40s', deadAfter: '60s' }, { deadAfter: 10 }, { hungAfter: 'later' }])(
    'refuses %j',
    async (times) => {
      const storage = await open();
      expect(() => new AgentRegistry({ storage, ...times })).toThrowError(
        expect.objectContaining({ code: 'invalid_argument' }),
      );
    },
  );
});
