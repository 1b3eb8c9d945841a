import { once } from 'node:events';
import { AgentRegistry } from '@agentcoord/registry';
import { describe, expect, it } from 'vitest';
import { CoordinatorAgent, readTeamTree } from '../src/index.js';
import { coordinatorOn, workerOn } from './support/crew.js';
import { teamStores } from './support/team-stores.js';
import { until } from './support/until.js';

const FAST = { interval: 50 } as const;

describe.each(teamStores())('a coordinator on $store', ({ missing, open }) => {
  it.skipIf(missing)('sees its tasks done by workers of its team, and ends when all have ended', async () => {
    const store = await open();
    const { coordinator, events } = coordinatorOn(store, { name: 'Main' });
    await coordinator.start();
    await coordinator.createTasks([
      { title: 'Implement auth', priority: 5, tags: ['backend'] },
      { title: 'Docs' },
    ]);
    const worker = workerOn(store, {
      name: 'Worker-1',
      parent: 'Main',
      handler: async (task) => ({ did: task.title }),
    });
    await worker.start();
    const [end] = await Promise.all([
      coordinator.runOrchestrationLoop({ ...FAST, autoApprove: true, stopWhenDone: true }),
      worker.runWorkerLoop({ maxTasks: 2 }),
    ]);
    expect(end).toMatchObject({ ended: 'done', progress: { tasks: { completed: 2 } } });
    expect(events).toContainEqual(expect.objectContaining({ type: 'team-finished', team: 'Main' }));
    const results: unknown[] = [];
    for await (const { result } of coordinator.tasks(['completed'])) results.push(result);
    expect(results).toEqual(expect.arrayContaining([{ did: 'Implement auth' }, { did: 'Docs' }]));
    expect(events.filter(({ type }) => type === 'trouble')).toEqual([]);
  });

  it.skipIf(missing)('can be stopped from within its own round', async () => {
    const { coordinator } = coordinatorOn(await open(), { name: 'Main' });
    const end = await coordinator.runOrchestrationLoop({ ...FAST, onRound: () => coordinator.stop() });
    expect(end.ended).toBe('stopped');
    expect(coordinator.signal.aborted).toBe(true);
  });

  it.skipIf(missing)('can be stopped from within a round that somebody else waits for', async () => {
    const { coordinator } = coordinatorOn(await open(), { name: 'Main' });
    await coordinator.start();
    const [inRound, asked] = [new AbortController(), new AbortController()];
    const reached = once(inRound.signal, 'abort');
    const isAsked = once(asked.signal, 'abort');
    const looping = coordinator.runOrchestrationLoop({
      ...FAST,
      async onRound() {
        inRound.abort();
        await isAsked;
        await coordinator.stop();
      },
    });
    await reached;
    const stopping = coordinator.stop();
    asked.abort();
    await Promise.all([stopping, looping]);
  });

  it.skipIf(missing)(
    'lets a worker be stopped from within its handler, whose task ends as the handler does',
    async () => {
      const store = await open();
      const { coordinator } = coordinatorOn(store, { name: 'Main' });
      await coordinator.start();
      const [task] = await coordinator.createTasks([{ title: 'Once' }]);
      const worker = workerOn(store, { name: 'Worker-1', parent: 'Main', handler: () => worker.stop() });
      await worker.start();
      await worker.runWorkerLoop();
      await worker.stop();
      expect(await coordinator.client.queue.get(task?.id ?? '')).toMatchObject({ state: 'completed' });
    },
  );

  it.skipIf(missing)('has no name that a desk or an identity could be mistaken for', async () => {
    const { coordinator } = coordinatorOn(await open(), { name: 'Main' });
    await coordinator.start();
    for (const name of ['person', 'Person', 'Lead#1']) {
      expect(() => new CoordinatorAgent({ name })).toThrow(/^name must be /);
      await expect(coordinator.foundTeam({ name })).rejects.toMatchObject({ code: 'invalid_argument' });
    }
  });

  it.skipIf(missing)(
    'of two instances of a name lets one lead, and the other take over when it stops',
    async () => {
      const store = await open();
      const first = coordinatorOn(store, { name: 'Main' });
      const second = coordinatorOn(store, { name: 'Main' });
      await first.coordinator.start();
      const starting = second.coordinator.start();
      await until('the second stands by', async () => second.events.some(({ type }) => type === 'standby'));
      expect(second.events).not.toContainEqual(expect.objectContaining({ type: 'leading' }));
      await first.coordinator.stop();
      await starting;
      expect(second.events).toContainEqual(
        expect.objectContaining({ type: 'leading', why: expect.stringMatching(/^Main#.* said goodbye$/) }),
      );
      expect((await readTeamTree(store.storage)).teams).toMatchObject([
        { name: 'Main', lead: { state: 'leading' } },
      ]);
    },
  );

  it.skipIf(missing)(
    'cancels a team with all below it: a task that runs is told, and nothing can be added',
    async () => {
      const store = await open();
      const cto = coordinatorOn(store, { name: 'CTO' }).coordinator;
      await cto.start();
      await cto.foundTeam({ name: 'Lead' });
      const squad = await cto.foundTeam({ name: 'Squad', parent: 'Lead' });
      expect(squad.path).toEqual(['CTO', 'Lead']);
      const [running] = await cto.createTasks([{ title: 'Long work' }], { team: 'Squad' });
      const [other] = await cto.createTasks([{ title: 'Of the CTO itself' }]);
      const signals: AbortSignal[] = [];
      const worker = workerOn(store, {
        name: 'Worker',
        parent: 'Squad',
        handler: async (_task, { signal }) => {
          signals.push(signal);
          await once(signal, 'abort');
        },
      });
      const working = worker.runWorkerLoop({ pollInterval: 50, maxTasks: 1 });
      const signal = await until('the task is begun', async () => signals.at(0));
      const { cancelledTasks } = await cto.cancelTeam('Lead', { reason: 'the plan has changed' });
      await working;
      expect(cancelledTasks).toEqual([running?.id]);
      expect(signal.reason).toMatchObject({ code: 'cancelled' });
      await expect(cto.createTasks([{ title: 'More' }], { team: 'Squad' })).rejects.toMatchObject({
        code: 'cancelled',
      });
      expect(await cto.client.queue.get(other?.id ?? '')).toMatchObject({ state: 'ready' });
      await cto.reopenTeam('Lead');
      await cto.createTasks([{ title: 'More' }], { team: 'Squad' });
    },
  );

  it.skipIf(missing)('starts no more workers than its team and those above may have', async () => {
    const store = await open();
    const cto = coordinatorOn(store, { name: 'CTO', maxWorkers: 3 }).coordinator;
    await cto.start();
    const leads = ['A', 'B'].map((name) => coordinatorOn(store, { name, parent: 'CTO' }).coordinator);
    await Promise.all(leads.map((lead) => lead.start()));
    const registry = new AgentRegistry({ storage: store.storage });
    await registry.announce({ name: 'Starting', spawnId: 'worker_1', parent: 'A' });
    await using _there = await registry.register({ name: 'There', parent: 'B' });
    await using _nobodys = await registry.register({ name: 'Nobodys' });
    await expect(leads[0]?.spawnWorkers({ count: 2 })).rejects.toMatchObject({
      code: 'limit_exceeded',
      data: { team: 'CTO', limit: 3, living: 2 },
    });
    expect((await registry.list()).filter(({ kind }) => kind === 'worker')).toHaveLength(3);
  });

  it.skipIf(missing)(
    'approves by the configured policies and nothing else; "all" is seen and audited',
    async () => {
      const store = await open();
      const { coordinator, events } = coordinatorOn(store, {
        name: 'Main',
        policies: [{ action: 'deploy:staging' }],
      });
      await coordinator.start();
      const worker = workerOn(store, { name: 'Worker', parent: 'Main' });
      await worker.start();
      const staging = await worker.client.approvals.request({ action: 'deploy:staging' });
      const production = await worker.client.approvals.request({ action: 'deploy:production' });
      const stop = new AbortController();
      const looping = coordinator.runOrchestrationLoop({ ...FAST, autoApprove: true, signal: stop.signal });
      expect(await worker.client.approvals.wait(staging.id)).toMatchObject({
        status: 'approved',
        by: 'Main',
      });
      await until('two rounds', async () => events.filter(({ type }) => type === 'round').length > 2);
      expect(await worker.client.approvals.get(production.id)).toMatchObject({ status: 'pending' });
      stop.abort();
      await looping;
      const warned = once(process, 'warning');
      const again = new AbortController();
      const all = coordinator.runOrchestrationLoop({ ...FAST, autoApprove: 'all', signal: again.signal });
      expect(await worker.client.approvals.wait(production.id)).toMatchObject({ status: 'approved' });
      expect(String(await warned)).toContain('approves everything');
      again.abort();
      await all;
      expect(await coordinator.client.audit.list({ type: 'auto-approve-all' })).toHaveLength(1);
    },
  );
});
