import { AgentRegistry } from '@agentcoord/registry';
import { describe, expect, test } from 'vitest';
import { aborted, leavesLater, thrownBy, until } from './support/agents.js';
import { cutOff } from './support/cut-off.js';
import { stores } from './support/stores.js';

describe.each(stores)('on the %s store', (_name, open) => {
  test('an agent that registers is listed with all it said', async () => {
    const registry = new AgentRegistry({ storage: await open() });
    const agent = leavesLater(
      await registry.register({
        name: 'Agent-1',
        role: 'Engineer',
        workingOn: 'Building features',
        tags: ['frontend', 'backend'],
        capabilities: ['docker'],
        kind: 'session',
        parent: 'CTO',
      }),
    );
    expect(agent.identity).toBe(`Agent-1#${agent.incarnation}`);
    expect(await registry.list()).toEqual([
      expect.objectContaining({
        name: 'Agent-1',
        incarnation: agent.incarnation,
        identity: agent.identity,
        role: 'Engineer',
        workingOn: 'Building features',
        tags: ['backend', 'frontend'],
        capabilities: ['docker'],
        kind: 'session',
        parent: 'CTO',
        state: 'idle',
        pid: process.pid,
      }),
    ]);
  });

  test('the name of a living agent is refused, naming who has it', async () => {
    const registry = new AgentRegistry({ storage: await open() });
    const first = leavesLater(
      await registry.register({ name: 'Agent-1', kind: 'session', pid: 4711, host: 'laptop' }),
    );
    const error = await thrownBy(registry.register({ name: 'Agent-1' }));
    expect(error).toMatchObject({
      code: 'conflict',
      data: { name: 'Agent-1', incarnation: first.incarnation, kind: 'session', pid: 4711, host: 'laptop' },
    });
    expect(error.message).toContain('a session process 4711 on laptop');
    expect(first.signal.aborted).toBe(false);
  });

  test('of many that register one name at once, exactly one gets it', async () => {
    const storage = await open();
    const tries = Array.from({ length: 8 }, () =>
      new AgentRegistry({ storage }).register({ name: 'Agent-1' }),
    );
    const outcomes = await Promise.allSettled(tries);
    const won = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(won).toHaveLength(1);
    for (const agent of won) leavesLater(agent);
    expect((await new AgentRegistry({ storage }).get('Agent-1'))?.incarnation).toBe(won[0]?.incarnation);
  });

  test('taking over tells the former, and gives its tasks and locks back', async () => {
    const storage = await open();
    const registry = new AgentRegistry({ storage });
    const former = await registry.register({ name: 'Agent-1' });
    await storage.queues.push({ tasks: [{ id: 'task-1', title: 'work' }] });
    await storage.queues.claim({ worker: former.identity, leaseMs: 60_000 });
    const keys = [{ key: 'file/a.ts' }];
    await storage.leases.acquire({
      grantId: 'lock-1',
      holder: `${former.identity}/task-1`,
      keys,
      ttlMs: 60_000,
    });

    const told = aborted(former.signal);
    const now = leavesLater(await registry.register({ name: 'Agent-1', takeOver: true }));
    expect(['conflict', 'lock_lost']).toContain((await told).code);
    expect(await thrownBy(former.setState('working'))).toMatchObject({ code: (await told).code });
    await former.leave();

    expect(await registry.get('Agent-1')).toMatchObject({ incarnation: now.incarnation, state: 'idle' });
    expect((await storage.queues.get({ taskIds: ['task-1'] }))[0]).toMatchObject({ state: 'ready' });
    expect((await storage.leases.inspect({ under: 'file' })).grants).toEqual([]);
    expect(now.signal.aborted).toBe(false);
  });

  test('a former life that has not heard yet cannot write over the next one', async () => {
    const storage = await open();
    const line = cutOff(storage, ['leases', 'signals']);
    const former = await new AgentRegistry({ storage: line.storage }).register({ name: 'Agent-1' });
    line.cut();
    const registry = new AgentRegistry({ storage });
    const now = leavesLater(await registry.register({ name: 'Agent-1', takeOver: true }));
    const error = await thrownBy(former.setState('working', 'stale'));
    expect(error).toMatchObject({ code: 'conflict', data: { incarnation: now.incarnation } });
    expect(former.signal.reason).toBe(error);
    const found = await registry.get('Agent-1');
    expect([found?.incarnation, found?.state, found?.workingOn]).toEqual([
      now.incarnation,
      'idle',
      undefined,
    ]);
  });

  test('an agent that leaves has left, is not dead, and its name is free', async () => {
    const registry = new AgentRegistry({ storage: await open() });
    const agent = await registry.register({ name: 'Agent-1' });
    await agent.setState('working', 'the last thing');
    await agent.leave();
    await agent.leave();
    expect(agent.signal.aborted).toBe(false);
    expect(await registry.get('Agent-1')).toMatchObject({ state: 'left', leftAt: expect.any(Number) });
    expect(await registry.reap({ by: 'reaper' })).toEqual({ reaped: [], forgotten: [] });
    const again = leavesLater(await registry.register({ name: 'Agent-1' }));
    expect(again.incarnation).not.toBe(agent.incarnation);
    expect(await thrownBy(agent.setState('idle'))).toMatchObject({ code: 'closed' });
  });

  test('state, subject and task are shown as they change', async () => {
    const registry = new AgentRegistry({ storage: await open() });
    const agent = leavesLater(await registry.register({ name: 'Agent-1' }));
    await agent.setState('working', 'src/a.ts');
    await agent.setTask('task-1');
    expect(await registry.get('Agent-1')).toMatchObject({
      state: 'working',
      workingOn: 'src/a.ts',
      taskId: 'task-1',
    });
    await agent.setState('waiting');
    expect(await registry.get('Agent-1')).toMatchObject({ state: 'waiting', workingOn: 'src/a.ts' });
    await agent.setTask(undefined);
    await agent.setState('idle');
    const idle = await registry.get('Agent-1');
    expect([idle?.state, idle?.workingOn, idle?.taskId]).toEqual(['idle', undefined, undefined]);
  });

  test('an agent can be asked to stop; it stays registered until it leaves', async () => {
    const registry = new AgentRegistry({ storage: await open() });
    const agent = await registry.register({ name: 'Agent-1' });
    const told = aborted(agent.signal);
    await registry.askToStop('Agent-1', { by: 'operator', reason: 'enough for today' });
    expect(await told).toMatchObject({
      code: 'cancelled',
      data: { by: 'operator', reason: 'enough for today' },
    });
    await agent.setState('working', 'tidying up');
    expect(await registry.get('Agent-1')).toMatchObject({ state: 'working', stop: { by: 'operator' } });
    await agent.leave();
    await until(registry, 'Agent-1', 'left');
    const error = await thrownBy(registry.askToStop('Agent-1', { by: 'operator', reason: 'again' }));
    expect(error).toMatchObject({ code: 'conflict', data: { state: 'left' } });
    expect(await thrownBy(registry.askToStop('Nobody', { by: 'operator', reason: 'x' }))).toMatchObject({
      code: 'not_found',
    });
  });

  test('an agent can be asked to drain: its work is not told to stop, and the question stands without who asked', async () => {
    const registry = new AgentRegistry({ storage: await open() });
    const agent = leavesLater(await registry.register({ name: 'Agent-1', spawnId: 'spawn_1' }));
    const told = aborted(agent.drain);
    const request = { by: 'autoscaler', reason: 'nothing to do' };
    const other = registry.askToDrain('Agent-1', { ...request, spawnId: 'spawn_0' });
    expect(await thrownBy(other)).toMatchObject({ code: 'conflict' });
    await registry.askToDrain('Agent-1', { ...request, spawnId: 'spawn_1' });
    await told;
    expect(agent.signal.aborted).toBe(false);
    await agent.setState('working', 'the last task');
    expect(await registry.get('Agent-1')).toMatchObject({ state: 'working', drain: request });
  });

  test('a request to stop an earlier life does not stop the next', async () => {
    const registry = new AgentRegistry({ storage: await open() });
    const earlier = await registry.register({ name: 'Agent-1' });
    const told = aborted(earlier.signal);
    await registry.askToStop('Agent-1', { by: 'operator', reason: 'stop' });
    await told;
    await earlier.leave();
    const next = leavesLater(await registry.register({ name: 'Agent-1' }));
    await next.setState('working');
    expect(next.signal.aborted).toBe(false);
    expect(await registry.get('Agent-1')).not.toHaveProperty('stop');
  });

  test('forgets those that are gone, never one that is alive', async () => {
    const registry = new AgentRegistry({ storage: await open() });
    const agent = await registry.register({ name: 'Agent-1' });
    expect(await thrownBy(registry.forget('Agent-1'))).toMatchObject({ code: 'conflict' });
    await agent.leave();
    await registry.forget('Agent-1');
    expect(await registry.list()).toEqual([]);
    expect(await thrownBy(registry.forget('Agent-1'))).toMatchObject({ code: 'not_found' });
  });

  test.each([
    [{ name: '' }, 'invalid_argument'],
    [{ name: ' a' }, 'invalid_argument'],
    [{ name: 'a\u001b[31m' }, 'invalid_argument'],
    [{ name: 'two\nlines' }, 'invalid_argument'],
    [{ name: 'x'.repeat(101) }, 'too_large'],
    [{ name: 'a', tags: ['no spaces'] }, 'invalid_argument'],
    [{ name: 'a', pid: 0 }, 'invalid_argument'],
  ])('refuses %j and stores nothing', async (input, code) => {
    const registry = new AgentRegistry({ storage: await open() });
    expect(await thrownBy((async () => registry.register(input))())).toMatchObject({ code });
    expect(await registry.list()).toEqual([]);
  });
});
