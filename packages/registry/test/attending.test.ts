import { AgentRegistry, attend, depart } from '@agentcoord/registry';
import { describe, expect, test } from 'vitest';
import { thrownBy } from './support/agents.js';
import { stores } from './support/stores.js';

const session = { name: 'Agent-1', incarnation: 'agent_one', state: 'working' as const };

describe.each(stores)('on the %s store', (_name, open) => {
  async function setUp() {
    const storage = await open();
    return { storage, registry: new AgentRegistry({ storage }) };
  }

  test('an agent without a process of its own lives for as long as it is seen', async () => {
    const { storage, registry } = await setUp();
    await attend(storage, { ...session, lasts: '300ms', workingOn: 'Login' });
    expect(await registry.get('Agent-1')).toMatchObject({
      identity: 'Agent-1#agent_one',
      state: 'working',
      workingOn: 'Login',
      kind: 'session',
    });
    await expect.poll(async () => (await registry.get('Agent-1'))?.state).toBe('dead');
  });

  test('seen at once in several calls it is one agent; seen again it goes on, also after it was buried', async () => {
    const { storage, registry } = await setUp();
    await Promise.all(Array.from({ length: 5 }, () => attend(storage, { ...session, lasts: '300ms' })));
    expect(await registry.list()).toHaveLength(1);
    await expect.poll(async () => (await registry.reap({ by: 'reaper' })).reaped.length).toBe(1);
    await attend(storage, session);
    const again = await registry.get('Agent-1');
    expect(again).toMatchObject({ incarnation: 'agent_one', state: 'working' });
    expect(again).not.toHaveProperty('diedAt');
  });

  test('idle, it works on nothing', async () => {
    const { storage, registry } = await setUp();
    await attend(storage, { ...session, workingOn: 'Login' });
    await attend(storage, session);
    expect(await registry.get('Agent-1')).toMatchObject({ workingOn: 'Login' });
    await attend(storage, { ...session, state: 'idle' });
    expect((await registry.get('Agent-1'))?.workingOn).toBeUndefined();
  });

  test('never takes the name of another agent that is alive, nor says goodbye for it', async () => {
    const { storage, registry } = await setUp();
    await using other = await registry.register({ name: 'Agent-1' });
    expect(await thrownBy(attend(storage, session))).toMatchObject({ code: 'conflict' });
    await depart(storage, session);
    expect(await registry.get('Agent-1')).toMatchObject({ incarnation: other.incarnation, state: 'idle' });
  });

  test('departed it has left, and its name is free', async () => {
    const { storage, registry } = await setUp();
    await attend(storage, session);
    await depart(storage, session);
    expect(await registry.get('Agent-1')).toMatchObject({ state: 'left' });
    await using next = await registry.register({ name: 'Agent-1' });
    expect(next.name).toBe('Agent-1');
  });
});
