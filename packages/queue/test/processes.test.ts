import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { TaskQueue } from '../src/index.js';
import type { Place } from './support/open-store.js';
import { openedAt, SHARED_STORES, storeFolder } from './support/stores.js';
import { WorkerProcess } from './support/worker-process.js';

// Bounds only: many processes start here, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });
const WAIT = '60s';

/** Shorter than any renewal would need to be noticed by a person, longer than a busy machine's pauses. */
const LEASE = '1s';

describe.each(SHARED_STORES)('workers in processes of their own, $store store', ({ place: placeOf }) => {
  async function setUp(): Promise<{ place: Place; queue: TaskQueue }> {
    const place = await placeOf();
    const storage = await openedAt(place);
    return { place, queue: new TaskQueue({ storage, worker: 'here' }) };
  }

  test('the task of a worker that is killed runs elsewhere after its lease and completes once', async () => {
    const { place, queue } = await setUp();
    const { id } = await queue.add({ title: 'precious' });
    const worker = new WorkerProcess({ behaviour: 'hang', place, worker: 'killed', lease: LEASE });
    expect(await worker.hear('working')).toBe(id);
    await worker.end('SIGKILL');
    const task = await queue.claim({ wait: WAIT });
    expect(task).toMatchObject({ id, attempt: 2 });
    await task?.complete({ by: 'here' });
    expect(await queue.get(id)).toMatchObject({ state: 'completed', result: { by: 'here' } });
  });

  test.each([
    { point: 'task-claimed', by: 'here', attempts: 2 },
    { point: 'task-before-settle', by: 'here', attempts: 2 },
    { point: 'task-settled', by: 'killed', attempts: 1 },
  ])(
    'a worker killed at "$point" costs no task and doubles no completion',
    async ({ point, by, attempts }) => {
      const { place, queue } = await setUp();
      const { id } = await queue.add({ title: 'precious' });
      const worker = new WorkerProcess({
        behaviour: 'done',
        place,
        worker: 'killed',
        lease: LEASE,
        crashPoint: point,
      });
      await worker.end();
      const stop = new AbortController();
      const work = queue.work(async () => ({ by: 'here' }), { signal: stop.signal });
      expect(await queue.waitFor(id, { timeout: WAIT })).toMatchObject({ result: { by }, attempts });
      stop.abort();
      expect((await work).completed).toBe(attempts - 1);
    },
  );

  test('a task that kills its worker runs exactly "maxAttempts" times and then lies in the dead letter', async () => {
    const { place, queue } = await setUp();
    const { id } = await queue.add({ title: 'poison', maxAttempts: 3 });
    for (const attempt of [1, 2, 3]) {
      const worker = new WorkerProcess({
        behaviour: 'poison',
        place,
        worker: `victim-${attempt}`,
        lease: '200ms',
      });
      expect(await worker.hear('attempt')).toBe(attempt);
      await worker.end();
    }
    // It ends as soon as anybody looks after the last lease; nobody gets it a fourth time.
    await expect(queue.waitFor(id, { timeout: WAIT, pollInterval: 50 })).rejects.toMatchObject({
      code: 'task_failed',
    });
    expect(await queue.claim()).toBeUndefined();
    expect(await queue.get(id)).toMatchObject({ state: 'failed', attempts: 3 });
  });

  test('a worker stopped beyond its lease cannot complete the task when it goes on', async () => {
    const { place, queue } = await setUp();
    const { id } = await queue.add({ title: 'contested' });
    const worker = new WorkerProcess({ behaviour: 'stopped', place, worker: 'stale', lease: LEASE });
    await worker.hear('working');
    const task = await queue.claim({ wait: WAIT });
    await task?.complete({ by: 'here' });
    worker.signal('SIGCONT');
    expect(await worker.hear('lost')).toBe('fenced');
    expect(await worker.hear('summary')).toEqual({ completed: 0, failed: 0, released: 0, lost: 1 });
    expect((await queue.get(id))?.result).toEqual({ by: 'here' });
  });

  test('a handler that blocks its event loop beyond the lease is fenced, and the task completes once', async () => {
    const { place, queue } = await setUp();
    const marker = join(await storeFolder(), 'go-on');
    const { id } = await queue.add({ title: 'contested' });
    const worker = new WorkerProcess({ behaviour: 'busy', place, worker: 'busy', lease: LEASE, marker });
    await worker.hear('working');
    const task = await queue.claim({ wait: WAIT });
    await task?.complete({ by: 'here' });
    await writeFile(marker, '');
    expect(await worker.hear('lost')).toBe('fenced');
    expect((await queue.get(id))?.result).toEqual({ by: 'here' });
  });

  test('cancelling a task aborts the handler that runs in another process', async () => {
    const { place, queue } = await setUp();
    const { id } = await queue.add({ title: 'unwanted' });
    // No renewal of a lease of a day would find out within the test.
    const worker = new WorkerProcess({ behaviour: 'cancelled', place, worker: 'far', lease: '24h' });
    await worker.hear('working');
    await queue.cancel(id, { by: 'operator' });
    expect(await worker.hear('reason')).toBe('cancelled');
    expect(await worker.hear('lost')).toBe('cancelled');
    expect((await queue.get(id))?.state).toBe('cancelled');
  });

  test('a worker that is asked to stop gives its task back uncounted', async () => {
    const { place, queue } = await setUp();
    const { id } = await queue.add({ title: 'work' });
    const worker = new WorkerProcess({ behaviour: 'cancelled', place, worker: 'polite' });
    await worker.hear('working');
    worker.stop();
    expect(await worker.hear('reason')).toBe('aborted');
    expect(await worker.hear('summary')).toMatchObject({ released: 1 });
    expect(await queue.get(id)).toMatchObject({ state: 'ready', attempts: 0 });
  });

  test('several processes, one of them killed in the middle: every task completes exactly once', async () => {
    const { place, queue } = await setUp();
    const added = await queue.addMany(
      Array.from({ length: 300 }, (_, index) => ({ title: `task ${index}` })),
    );
    const victim = new WorkerProcess({ behaviour: 'hang', place, worker: 'victim', lease: LEASE });
    await victim.hear('working');
    const workers = ['a', 'b', 'c'].map(
      (worker) => new WorkerProcess({ behaviour: 'done', place, worker, lease: LEASE }),
    );
    await Promise.all(workers.map((worker) => worker.hear('ready')));
    await victim.end('SIGKILL');
    const ended = await Promise.all(added.map(({ id }) => queue.waitFor(id, { timeout: WAIT })));
    expect(ended.map(({ state }) => state)).toEqual(Array(300).fill('completed'));
    for (const worker of workers) worker.stop();
    const summaries = (await Promise.all(workers.map((worker) => worker.hear('summary')))) as Array<{
      completed: number;
    }>;
    expect(summaries.reduce((sum, { completed }) => sum + completed, 0)).toBe(300);
  });
});
