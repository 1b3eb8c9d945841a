import { once } from 'node:events';
import { TaskQueue } from '@agentcoord/queue';
import { AgentRegistry } from '@agentcoord/registry';
import { describe, expect, it } from 'vitest';
import { type CoordinatorEvent, listEscalations, PERSON, readTeamTree } from '../src/index.js';
import { coordinatorOn, type TestCoordinator, workerOn } from './support/crew.js';
import { type TeamStore, teamStores } from './support/team-stores.js';
import { until } from './support/until.js';

const QUICK = { hungAfter: 200, requeueAfter: 400, answerWithin: 60_000 };

describe.each(teamStores())('supervision on $store', ({ missing, open }) => {
  it.skipIf(missing)(
    'takes the tasks of a stuck agent back, asks it to stop, and tells nobody where that helps',
    async () => {
      const store = await open();
      const { coordinator, events } = coordinatorOn(store, { name: 'Main', ...QUICK });
      await coordinator.start();
      const [added] = await coordinator.createTasks([{ title: 'Work' }]);
      const stuck = workerOn(store, {
        name: 'Stuck',
        parent: 'Main',
        hungAfter: 200,
        handler: (_task, { signal }) => once(signal, 'abort'),
      });
      const working = stuck.runWorkerLoop({ maxTasks: 1 });
      await until(
        'it works',
        async () => (await coordinator.client.queue.get(added?.id ?? ''))?.state === 'claimed',
      );
      using _loop = looping([{ coordinator, events }]);
      await working;
      const other = workerOn(store, { name: 'Other', parent: 'Main', handler: async () => 'done' });
      await other.runWorkerLoop({ maxTasks: 1 });
      expect(events).toContainEqual({ type: 'tasks-taken-back', agent: 'Stuck', tasks: [added?.id] });
      await stuck.stop();
      await until('the matter is settled', async () => events.some(({ type }) => type === 'settled'));
      expect(kinds(events)).toEqual(['raised agent-hung at Main', 'settled agent-hung at Main']);
      expect((await coordinator.client.board.list({ tag: 'alarm' })).threads).toEqual([]);
    },
  );

  it.skipIf(missing)(
    'passes a task that failed for good from lead to lead, and to a person once, over coordinators and restarts',
    async () => {
      const store = await open();
      const crew = await chain(store);
      await crew.lead.coordinator.createTasks([{ title: 'Cannot be done', maxAttempts: 1, id: 'task-1' }]);
      const handler = async () => {
        throw new Error('no such file');
      };
      const worker = workerOn(store, { name: 'Worker', parent: 'Lead', handler });
      await worker.runWorkerLoop({ maxTasks: 1 });
      const loop = looping([crew.cto, crew.lead]);
      await until('a person is told', async () => (await alarms(crew.cto)).length > 0);
      loop[Symbol.dispose]();
      await crew.lead.coordinator.stop();
      // A second life of it, that remembers nothing.
      const again = coordinatorOn(store, { name: 'Lead', parent: 'CTO', ...QUICK });
      await again.coordinator.start();
      using _more = looping([crew.cto, again]);
      await until('rounds of both', async () => rounds(again.events) > 2 && rounds(crew.cto.events) > 2);
      const [matter, ...others] = await listEscalations(store.storage, { state: 'open' });
      expect(others).toEqual([]);
      expect(matter).toMatchObject({ matter: 'task-failed', subject: 'task/task-1', desk: PERSON });
      expect(matter?.steps.map(({ desk }) => desk)).toEqual(['Lead', 'CTO', PERSON]);
      expect(await alarms(crew.cto)).toHaveLength(1);
      expect((await readTeamTree(store.storage)).problems).toHaveLength(1);

      await crew.cto.coordinator.client.audit.derive();
      const entries = await crew.cto.coordinator.client.audit.list({});
      expect(
        entries.filter(({ type }) => type.startsWith('escalation')).map(({ type, reason }) => [type, reason]),
      ).toEqual([
        ['escalation-raised', 'failed 1 of 1 times: no such file'],
        ['escalation-moved', 'Lead knows no remedy'],
        ['escalation-moved', 'CTO knows no remedy'],
      ]);
      await crew.cto.coordinator.client.queue.retry('task-1');
      await until(
        'it is settled',
        async () => (await listEscalations(store.storage, { state: 'open' })).length === 0,
      );
      await until('the alarm is resolved', async () => (await alarms(crew.cto)).length === 0);
    },
  );

  it.skipIf(missing)(
    'brings a question of a worker to its lead, then to the CTO, then to a person; the answer reaches the worker',
    async () => {
      const store = await open();
      const crew = await chain(store);
      await crew.lead.coordinator.createTasks([{ title: 'Which port?', id: 'task-1' }]);
      const worker = workerOn(store, {
        name: 'Worker',
        parent: 'Lead',
        handler: async (_task, { ask }) => ({ answer: await ask({ title: 'Which port?' }) }),
      });
      const working = worker.runWorkerLoop({ maxTasks: 1 });
      using _loop = looping([crew.cto, crew.lead]);
      const [alarm] = await until('a person is asked', async () => {
        const found = await alarms(crew.cto);
        return found.length > 0 && found;
      });
      expect(alarm?.title).toBe('Worker asks: Which port?');
      const [matter] = await listEscalations(store.storage, { state: 'open' });
      expect(matter?.steps.map(({ desk, why }) => [desk, why])).toEqual([
        ['Lead', 'Worker asked'],
        ['CTO', 'Lead has nobody to answer'],
        [PERSON, 'CTO has nobody to answer'],
      ]);
      expect(await worker.client.registry.get('Worker')).toMatchObject({ state: 'waiting' });
      const { board } = crew.cto.coordinator.client;
      await board.reply(matter?.subject.slice('thread/'.length) ?? '', { message: '8080' });
      await working;
      expect(await crew.cto.coordinator.client.queue.get('task-1')).toMatchObject({
        result: { answer: '8080' },
      });
      await until(
        'it is settled',
        async () => (await listEscalations(store.storage, { state: 'open' })).length === 0,
      );
    },
  );

  it.skipIf(missing)('lets a lead answer itself, and bring a failed task back', async () => {
    const store = await open();
    const lead = coordinatorOn(store, {
      name: 'Lead',
      onQuestion: async ({ title }) => `yes to ${title}`,
      onFailedTask: async () => 'retry',
    });
    await lead.coordinator.start();
    await lead.coordinator.createTasks([{ title: 'Ask', id: 'task-1', maxAttempts: 1 }]);
    let tries = 0;
    const worker = workerOn(store, {
      name: 'Worker',
      parent: 'Lead',
      async handler(_task, { ask }) {
        tries += 1;
        if (tries === 1) throw new Error('the first time');
        return ask({ title: 'All?' });
      },
    });
    using _loop = looping([lead]);
    await worker.runWorkerLoop({ maxTasks: 2 });
    expect(await worker.client.queue.get('task-1')).toMatchObject({
      state: 'completed',
      result: 'yes to All?',
    });
    expect(await alarms(lead)).toEqual([]);
  });

  it.skipIf(missing)(
    'goes on watching while a handler takes its time, and tells it to stop with the coordinator',
    async () => {
      const store = await open();
      const asked: AbortSignal[] = [];
      const lead = coordinatorOn(store, {
        name: 'Lead',
        async onQuestion(_question, { signal }) {
          asked.push(signal);
          await once(signal, 'abort');
          return undefined;
        },
      });
      await lead.coordinator.start();
      const worker = workerOn(store, { name: 'Worker', parent: 'Lead' });
      await worker.start();
      await worker.client.board.post({ title: 'Well?', message: 'Well?', tags: ['question'] });
      using _loop = looping([lead]);
      await until('it is asked', async () => asked.length > 0);
      const before = rounds(lead.events);
      await until('more rounds', async () => rounds(lead.events) > before + 3);
      expect(asked).toHaveLength(1);
      await lead.coordinator.stop();
      expect(asked[0]?.aborted).toBe(true);
      expect(await listEscalations(store.storage, { state: 'open' })).toMatchObject([{ desk: 'Lead' }]);
    },
  );

  it.skipIf(missing)(
    'takes nothing from an agent that no coordinator manages, and is silent on what failed before it came',
    async () => {
      const store = await open();
      const registry = new AgentRegistry({ storage: store.storage, hungAfter: 100 });
      const queue = new TaskQueue({ storage: store.storage, worker: 'Before' });
      await queue.add({ title: 'Of old', maxAttempts: 1 });
      await (await queue.claim())?.fail(new Error('long ago'));
      await using session = await registry.register({ name: 'Session', kind: 'session' });
      const { id } = await queue.add({ title: 'Of a person' });
      await using held = await new TaskQueue({ storage: store.storage, worker: session.identity }).claim();
      await session.setState('working', 'something long');
      const main = coordinatorOn(store, { name: 'Main', hungAfter: 100, requeueAfter: 100 });
      await main.coordinator.start();
      using _loop = looping([main]);
      await until('a person is told', async () => (await alarms(main)).length > 0);
      expect((await alarms(main)).map(({ title }) => title)).toEqual(['Session makes no progress']);
      expect(held?.signal.aborted).toBe(false);
      expect(session.signal.aborted).toBe(false);
      expect(await queue.get(id)).toMatchObject({ state: 'claimed' });
    },
  );

  it.skipIf(missing)('never acts on an agent that is being started before its start timeout', async () => {
    const store = await open();
    const { coordinator, events } = coordinatorOn(store, { name: 'Main', ...QUICK });
    await coordinator.start();
    const registry = new AgentRegistry({ storage: store.storage, startTimeout: 60_000 });
    await registry.announce({ name: 'Slow', spawnId: 'worker_1', parent: 'Main' });
    await new AgentRegistry({ storage: store.storage, startTimeout: 1 }).announce({
      name: 'Never',
      spawnId: 'worker_2',
      parent: 'Main',
    });
    using _loop = looping([{ coordinator, events }]);
    await until('it is buried, who never came', async () =>
      events.some((event) => event.type === 'agent-dead'),
    );
    await until('some rounds', async () => rounds(events) > 10);
    expect(await registry.get('Slow')).toMatchObject({ state: 'spawning' });
    expect(events.filter(({ type }) => type === 'agent-dead')).toMatchObject([{ agent: 'Never' }]);
    expect(await listEscalations(store.storage)).toEqual([]);
    // And it may still come.
    await using came = await registry.register({ name: 'Slow', spawnId: 'worker_1' });
    expect(came.signal.aborted).toBe(false);
  });

  it.skipIf(missing)(
    'opens at most twenty threads for a person, and keeps every matter in the list',
    async () => {
      const store = await open();
      const main = coordinatorOn(store, { name: 'Main' });
      await main.coordinator.start();
      await main.coordinator.createTasks(
        Array.from({ length: 30 }, (_, index) => ({ title: `Task ${index}`, maxAttempts: 1 })),
      );
      const handler = async () => {
        throw new Error('no');
      };
      const worker = workerOn(store, { name: 'Worker', parent: 'Main', handler });
      await worker.runWorkerLoop({ maxTasks: 30, concurrency: 10 });
      using _loop = looping([main]);
      await until('all are raised', async () => (await listEscalations(store.storage)).length === 30);
      const before = rounds(main.events);
      await until('two more rounds', async () => rounds(main.events) > before + 1);
      expect(await alarms(main)).toHaveLength(21);
    },
  );
});

/** CTO above Lead, both started. */
async function chain(store: TeamStore): Promise<{ cto: TestCoordinator; lead: TestCoordinator }> {
  const cto = coordinatorOn(store, { name: 'CTO', ...QUICK });
  await cto.coordinator.start();
  const lead = coordinatorOn(store, { name: 'Lead', parent: 'CTO', ...QUICK });
  await lead.coordinator.start();
  return { cto, lead };
}

function looping(crew: readonly TestCoordinator[]): Disposable {
  const stop = new AbortController();
  for (const { coordinator } of crew)
    coordinator.runOrchestrationLoop({ interval: 40, signal: stop.signal }).catch(() => undefined);
  return { [Symbol.dispose]: () => stop.abort() };
}

async function alarms({ coordinator }: TestCoordinator) {
  return (await coordinator.client.board.list({ tag: 'alarm', state: 'open', limit: 100 })).threads;
}

function rounds(events: readonly CoordinatorEvent[]): number {
  return events.filter(({ type }) => type === 'round').length;
}

function kinds(events: readonly CoordinatorEvent[]): string[] {
  return events.flatMap((event) =>
    'escalation' in event ? [`${event.type} ${event.escalation.matter} at ${event.escalation.desk}`] : [],
  );
}
