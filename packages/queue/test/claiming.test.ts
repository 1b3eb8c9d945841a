import { describe, expect, test } from 'vitest';
import { TaskQueue } from '../src/index.js';
import { abortReason, refusal } from './support/refusals.js';
import { interposed, STORES } from './support/stores.js';

describe.each(STORES)('claiming, $store store', ({ open }) => {
  test('the highest priority comes first, then the order of adding', async () => {
    const queue = new TaskQueue({ storage: await open(), worker: 'w' });
    await queue.addMany([
      { title: 'low', priority: 1 },
      { title: 'high', priority: 5 },
      { title: 'high too', priority: 5 },
    ]);
    const titles: Array<string | undefined> = [];
    for (let count = 0; count < 4; count += 1) {
      const task = await queue.claim();
      titles.push(task?.title);
      await task?.complete();
    }
    expect(titles).toEqual(['high', 'high too', 'low', undefined]);
  });

  test('a worker gets only tasks of its tags that it is capable of', async () => {
    const queue = new TaskQueue({ storage: await open(), worker: 'w' });
    await queue.addMany([
      { title: 'page', tags: ['web'] },
      { title: 'train', tags: ['ml'], requires: ['gpu'] },
    ]);
    expect(await queue.claim({ tags: ['ml'] })).toBeUndefined();
    expect((await queue.claim({ tags: ['ml'], capabilities: ['gpu'] }))?.title).toBe('train');
  });

  test('a waiting claim is woken by a task that is added', async () => {
    const storage = await open();
    const queue = new TaskQueue({ storage, worker: 'w' });
    // Nothing but the signal can wake it within the test.
    const claim = queue.claim({ wait: '20m', pollInterval: '20m' });
    await queue.add({ title: 'late' });
    expect((await claim)?.title).toBe('late');
  });

  test('a waiting claim is there when a delay ends, which nobody signals', async () => {
    const queue = new TaskQueue({ storage: await open(), worker: 'w' });
    await queue.add({ title: 'later', delay: 60 });
    expect((await queue.claim({ wait: '20m', pollInterval: '20m' }))?.title).toBe('later');
  });

  test('a waiting claim is there when the lease of a worker that vanished runs out', async () => {
    const storage = await open();
    await new TaskQueue({ storage }).add({ title: 'abandoned' });
    const first = await storage.queues.claim({ worker: 'vanished', leaseMs: 60 });
    expect(first.status).toBe('claimed');
    const task = await new TaskQueue({ storage, worker: 'w' }).claim({ wait: '20m', pollInterval: '20m' });
    expect(task).toMatchObject({ title: 'abandoned', attempt: 2 });
  });

  test('waiting ends with nothing after its time', async () => {
    const queue = new TaskQueue({ storage: await open(), worker: 'w' });
    expect(await queue.claim({ wait: 30 })).toBeUndefined();
  });

  test('an abort ends the waiting', async () => {
    const queue = new TaskQueue({ storage: await open(), worker: 'w' });
    const stop = new AbortController();
    const claim = refusal(queue.claim({ wait: '20m', signal: stop.signal }));
    stop.abort();
    expect((await claim).code).toBe('aborted');
    expect((await refusal(queue.claim({ signal: stop.signal }))).code).toBe('aborted');
  });

  test('what is granted to a claim that was aborted on its way is given back, its attempt uncounted', async () => {
    const storage = await open();
    const stop = new AbortController();
    const slow = interposed(storage, {
      claim: async (request, options) => {
        const reply = await storage.queues.claim(request, options);
        stop.abort();
        return reply;
      },
    });
    const { id } = await new TaskQueue({ storage }).add({ title: 'wanted by nobody' });
    const error = await refusal(new TaskQueue({ storage: slow, worker: 'w' }).claim({ signal: stop.signal }));
    expect(error.code).toBe('aborted');
    expect(await new TaskQueue({ storage }).get(id)).toMatchObject({ state: 'ready', attempts: 0 });
  });

  test('a claim needs a worker', async () => {
    const error = await refusal(new TaskQueue({ storage: await open() }).claim());
    expect(error.message).toMatch(/^worker must be given to claim tasks/);
  });

  test('the signal aborts with "cancelled" as soon as the task is', async () => {
    const storage = await open();
    const queue = new TaskQueue({ storage, worker: 'w' });
    const { id } = await queue.add({ title: 'unwanted' });
    // No renewal would find out within the test.
    const task = await queue.claim({ lease: '24h' });
    await queue.cancel(id, { reason: 'changed my mind', by: 'operator' });
    expect((await abortReason(task?.signal ?? AbortSignal.abort())).code).toBe('cancelled');
    expect(task?.remainingMs()).toBe(0);
    expect((await refusal(task?.complete() ?? Promise.resolve())).code).toBe('cancelled');
    expect(await queue.get(id)).toMatchObject({
      state: 'cancelled',
      cancelReason: expect.stringMatching(/changed my mind/),
    });
  });

  test('the signal aborts with "fenced" when the worker is evicted', async () => {
    const storage = await open();
    const queue = new TaskQueue({ storage, worker: 'w' });
    await queue.add({ title: 'taken away' });
    const task = await queue.claim({ lease: '24h' });
    await storage.queues.evict({ worker: 'w', reason: 'declared dead' });
    expect((await abortReason(task?.signal ?? AbortSignal.abort())).code).toBe('fenced');
  });

  test('the signal aborts with "fenced" when the store is away for a whole lease', async () => {
    const storage = await open();
    const queue = new TaskQueue({
      storage: interposed(storage, { renew: () => Promise.reject(new Error('no answer')) }),
      worker: 'w',
    });
    await queue.add({ title: 'cut off' });
    const task = await queue.claim({ lease: 100 });
    expect((await abortReason(task?.signal ?? AbortSignal.abort())).message).toMatch(
      /could not be renewed within its lease/,
    );
  });
});
