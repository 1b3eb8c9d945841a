import { AgentCoordError } from '@agentcoord/core';
import { describe, expect, test } from 'vitest';
import { type ClaimedTask, TaskQueue, type WorkEvent } from '../src/index.js';
import { abortReason, refusal } from './support/refusals.js';
import { interposed, STORES } from './support/stores.js';

const NONE = { completed: 0, failed: 0, released: 0, lost: 0 };
const named = (count: number): Array<{ title: string }> =>
  Array.from({ length: count }, (_, index) => ({ title: `task ${index}` }));

describe.each(STORES)('the work loop, $store store', ({ open }) => {
  test('every task is done once and its result recorded, several at a time', async () => {
    const queue = new TaskQueue({ storage: await open(), worker: 'w' });
    await queue.addMany(named(40));
    let running = 0;
    let most = 0;
    const summary = await queue.work(
      async (task) => {
        running += 1;
        most = Math.max(most, running);
        await task.progress('on it');
        running -= 1;
        return { did: task.title };
      },
      { concurrency: 4, stopWhenIdle: true },
    );
    expect(summary).toEqual({ ...NONE, completed: 40 });
    expect(most).toBe(4);
    const { tasks } = await queue.list({ states: ['completed'] });
    expect(tasks.map(({ title, result, attempts }) => [title, result, attempts])).toEqual(
      named(40).map(({ title }) => [title, { did: title }, 1]),
    );
  });

  test('the next task is claimed in the trip that settles the last one', async () => {
    const storage = await open();
    let claims = 0;
    const counting = interposed(storage, {
      claim: (request, options) => {
        claims += 1;
        return storage.queues.claim(request, options);
      },
    });
    const queue = new TaskQueue({ storage: counting, worker: 'w' });
    await queue.addMany(named(20));
    expect(await queue.work(async () => undefined, { stopWhenIdle: true })).toEqual({
      ...NONE,
      completed: 20,
    });
    // The first one, and the one that found nothing more.
    expect(claims).toBe(2);
  });

  test.each([1, 3])('it ends after exactly "maxTasks" tasks, %i at a time', async (concurrency) => {
    const queue = new TaskQueue({ storage: await open(), worker: 'w' });
    await queue.addMany(named(10));
    expect(await queue.work(async () => undefined, { maxTasks: 7, concurrency })).toEqual({
      ...NONE,
      completed: 7,
    });
    const { counts } = await queue.stats();
    expect(counts).toMatchObject({ completed: 7, ready: 3, claimed: 0 });
  });

  test('a handler that throws is tried again until the dead letter', async () => {
    const queue = new TaskQueue({ storage: await open(), worker: 'w', retry: { baseMs: 1, maxMs: 1 } });
    const { id } = await queue.add({ title: 'flaky', maxAttempts: 3 });
    const summary = await queue.work(
      (task) => {
        throw new Error(`try ${task.attempt}`);
      },
      { maxTasks: 3 },
    );
    expect(summary).toEqual({ ...NONE, failed: 3 });
    const task = await queue.get(id);
    expect(task?.state).toBe('failed');
    expect(task?.failures.map(({ message }) => message)).toEqual(['try 1', 'try 2', 'try 3']);
  });

  test('a result that is not JSON fails the task for good with a clear error', async () => {
    const queue = new TaskQueue({ storage: await open(), worker: 'w' });
    const { id } = await queue.add({ title: 'odd' });
    expect(await queue.work(async () => new Map(), { maxTasks: 1 })).toEqual({ ...NONE, failed: 1 });
    expect((await queue.get(id))?.failures[0]?.message).toMatch(
      /handler's result must be plain JSON; got a class instance/,
    );
  });

  test('a handler may settle its task itself', async () => {
    const queue = new TaskQueue({ storage: await open(), worker: 'w' });
    await queue.addMany(named(3));
    const how: Array<(task: ClaimedTask) => Promise<unknown>> = [
      (task) => task.complete('mine'),
      (task) => task.fail('hopeless', { retryable: false }),
      (task) => task.release('not now'),
    ];
    const summary = await queue.work((task) => how.shift()?.(task) ?? Promise.resolve(), { maxTasks: 3 });
    expect(summary).toEqual({ completed: 1, failed: 1, released: 1, lost: 0 });
  });

  test('a settlement that the handler did not wait for is not taken for a lost claim', async () => {
    const queue = new TaskQueue({ storage: await open(), worker: 'w' });
    const { id } = await queue.add({ title: 'hasty' });
    const summary = await queue.work(async (task) => void task.complete('mine'), { maxTasks: 1 });
    expect(summary).toEqual({ ...NONE, completed: 1 });
    expect((await queue.get(id))?.result).toBe('mine');
  });

  test('a stop tells the handlers, gives their tasks back uncounted and claims nothing more', async () => {
    const queue = new TaskQueue({ storage: await open(), worker: 'w' });
    await queue.addMany(named(5));
    const stop = new AbortController();
    let begun = 0;
    const summary = await queue.work(
      async (task) => {
        begun += 1;
        if (begun === 2) stop.abort();
        throw await abortReason(task.signal);
      },
      { concurrency: 2, signal: stop.signal },
    );
    expect(summary).toEqual({ ...NONE, released: 2 });
    const { tasks } = await queue.list();
    expect(tasks.map(({ state, attempts }) => `${state} ${attempts}`)).toEqual(Array(5).fill('ready 0'));
  });

  test('a drain ends the loop when the work in hand is done: no handler is told, and nothing more is claimed', async () => {
    const queue = new TaskQueue({ storage: await open(), worker: 'w' });
    await queue.addMany(named(5));
    const drain = new AbortController();
    const summary = await queue.work(
      async (task) => {
        drain.abort();
        // Whoever is told to stop would see it by now.
        await task.progress('still at it');
        expect(task.signal.aborted).toBe(false);
        return undefined;
      },
      { drain: drain.signal },
    );
    expect(summary).toEqual({ ...NONE, completed: 1 });
    expect((await queue.list({ states: ['ready'] })).tasks).toHaveLength(4);
  });

  test('a drain ends the waiting for tasks, also before the first look', async () => {
    const queue = new TaskQueue({ storage: await open(), worker: 'w' });
    const drain = new AbortController();
    const waiting = queue.work(async () => undefined, {
      drain: drain.signal,
      onEvent: ({ type }) => type === 'idle' && drain.abort(),
    });
    expect(await waiting).toEqual(NONE);
    await queue.addMany(named(1));
    expect(await queue.work(async () => undefined, { drain: AbortSignal.abort() })).toEqual(NONE);
  });

  test('work that ends well although it was told to stop is recorded', async () => {
    const queue = new TaskQueue({ storage: await open(), worker: 'w' });
    await queue.addMany(named(2));
    const stop = new AbortController();
    const summary = await queue.work(async () => stop.abort(), { signal: stop.signal });
    expect(summary).toEqual({ ...NONE, completed: 1 });
  });

  test('a handler that ignores its signal does not hold the loop', async () => {
    const queue = new TaskQueue({ storage: await open(), worker: 'w' });
    const { id } = await queue.add({ title: 'deaf' });
    const stop = new AbortController();
    const summary = await queue.work(
      () => {
        stop.abort();
        return new Promise(() => undefined);
      },
      { signal: stop.signal, grace: 10 },
    );
    expect(summary).toEqual({ ...NONE, released: 1 });
    expect((await queue.get(id))?.state).toBe('ready');
  });

  test('a stop ends the waiting for tasks, also before the first look', async () => {
    const queue = new TaskQueue({ storage: await open(), worker: 'w' });
    const stop = new AbortController();
    const onEvent = ({ type }: WorkEvent): void => {
      if (type === 'idle') stop.abort();
    };
    expect(await queue.work(async () => undefined, { signal: stop.signal, onEvent })).toEqual(NONE);
    expect(await queue.work(async () => undefined, { signal: stop.signal })).toEqual(NONE);
  });

  test('a task that is cancelled while it runs is counted as lost, and the loop goes on', async () => {
    const queue = new TaskQueue({ storage: await open(), worker: 'w' });
    await queue.addMany(named(2));
    const reasons: string[] = [];
    const summary = await queue.work(
      async (task) => {
        if (task.title !== 'task 0') return;
        await queue.cancel(task.id);
        const reason = await abortReason(task.signal);
        reasons.push(reason.code);
        throw reason;
      },
      { stopWhenIdle: true },
    );
    expect(summary).toEqual({ ...NONE, completed: 1, lost: 1 });
    expect(reasons).toEqual(['cancelled']);
  });

  test('tasks that become ready by the work itself are done before it is idle', async () => {
    const queue = new TaskQueue({ storage: await open(), worker: 'w' });
    await queue.addMany([
      { key: 'c', title: 'c', dependsOn: ['b'] },
      { key: 'b', title: 'b', dependsOn: ['a'] },
      { key: 'a', title: 'a' },
    ]);
    const order: string[] = [];
    await queue.work(async ({ title }) => void order.push(title), { stopWhenIdle: true, concurrency: 3 });
    expect(order).toEqual(['a', 'b', 'c']);
  });

  test('a display hears of everything, and one that throws costs no task', async () => {
    const queue = new TaskQueue({ storage: await open(), worker: 'w' });
    await queue.addMany(named(2));
    const heard: string[] = [];
    const warned = new Promise((resolve) => process.once('warning', resolve));
    const summary = await queue.work(
      async (task) => {
        if (task.title === 'task 1') throw new Error('no');
      },
      {
        maxTasks: 2,
        onEvent: ({ type }) => {
          heard.push(type);
          if (type === 'task-completed') throw new Error('broken display');
        },
      },
    );
    expect(summary).toEqual({ ...NONE, completed: 1, failed: 1 });
    expect(heard).toEqual(['task-claimed', 'task-completed', 'task-claimed', 'task-failed']);
    expect(await warned).toMatchObject({ message: expect.stringMatching(/broken display/) });
  });

  test('it rides out a store that is away', async () => {
    const storage = await open();
    let away = 2;
    const flaky = interposed(storage, {
      claim: async (request, options) => {
        if (away-- > 0) throw new AgentCoordError('storage_unavailable', 'Away for a moment.');
        return await storage.queues.claim(request, options);
      },
    });
    const queue = new TaskQueue({ storage: flaky, worker: 'w', random: () => 0 });
    await queue.add({ title: 'patient' });
    const heard: string[] = [];
    const summary = await queue.work(async () => undefined, {
      maxTasks: 1,
      onEvent: ({ type }) => heard.push(type),
    });
    expect(summary).toEqual({ ...NONE, completed: 1 });
    expect(heard.slice(0, 3)).toEqual(['storage-failed', 'storage-failed', 'task-claimed']);
  });

  test.each(['misconfigured', 'storage_corrupt', 'schema_too_new', 'storage_unwritable'] as const)(
    'it ends with "%s", which waiting does not mend, and gives back what it holds',
    async (code) => {
      const storage = await open();
      let claims = 0;
      const broken = interposed(storage, {
        claim: async (request, options) => {
          claims += 1;
          if (claims > 1) throw new AgentCoordError(code, 'Broken.');
          return await storage.queues.claim({ ...request, limit: 1 }, options);
        },
      });
      const queue = new TaskQueue({ storage: broken, worker: 'w' });
      const { id } = await queue.add({ title: 'held' });
      const error = await refusal(
        queue.work(async (task) => Promise.reject(await abortReason(task.signal)), { concurrency: 2 }),
      );
      expect(error.code).toBe(code);
      expect(await queue.get(id)).toMatchObject({ state: 'ready', attempts: 0 });
    },
  );

  test.each([
    [{ concurrency: 0 }, /^concurrency must be/],
    [{ maxTasks: 1.5 }, /^maxTasks must be/],
    [{ lease: 10 }, /^lease must be from 50ms to 24h/],
    [{ stopWhenIdle: 'soon' }, /^stopWhenIdle must be/],
    [{ tags: ['no spaces allowed'] }, /^tags\[0\] must be a label/],
  ])('it refuses %o before it begins', async (options, message) => {
    const queue = new TaskQueue({ storage: await open(), worker: 'w' });
    expect((await refusal(queue.work(async () => undefined, options))).message).toMatch(message);
  });
});
