import { describe, expect, test } from 'vitest';
import { TaskQueue } from '../src/index.js';
import { refusal } from './support/refusals.js';
import { STORES } from './support/stores.js';

describe.each(STORES)('waiting for a task, $store store', ({ open }) => {
  test('it ends with the task once that is completed', async () => {
    const queue = new TaskQueue({ storage: await open(), worker: 'w' });
    const { id } = await queue.add({ title: 'work' });
    const waited = queue.waitFor(id, { pollInterval: '20m' });
    await (await queue.claim())?.complete({ done: true });
    expect(await waited).toMatchObject({ id, state: 'completed', result: { done: true } });
    expect((await queue.waitFor(id)).state).toBe('completed');
  });

  test('it throws "task_failed" with the failures once the task is in the dead letter', async () => {
    const queue = new TaskQueue({ storage: await open(), worker: 'w' });
    const { id } = await queue.add({ title: 'work' });
    const waited = refusal(queue.waitFor(id, { pollInterval: '20m' }));
    await (await queue.claim())?.fail('no such file', { retryable: false });
    const error = await waited;
    expect(error.code).toBe('task_failed');
    expect(error.message).toMatch(/no such file/);
    expect(error.data).toMatchObject({
      taskId: id,
      failures: [{ attempt: 1, message: 'no such file', worker: 'w' }],
    });
  });

  test('it throws "cancelled" with the reason', async () => {
    const queue = new TaskQueue({ storage: await open() });
    const { id } = await queue.add({ title: 'work' });
    const waited = refusal(queue.waitFor(id, { pollInterval: '20m' }));
    await queue.cancel(id, { reason: 'not needed', by: 'operator' });
    expect(await waited).toMatchObject({ code: 'cancelled', message: expect.stringMatching(/not needed/) });
  });

  test('it throws "timeout", "aborted" and "not_found", and the task goes on', async () => {
    const queue = new TaskQueue({ storage: await open() });
    const { id } = await queue.add({ title: 'work' });
    expect(await refusal(queue.waitFor(id, { timeout: 20 }))).toMatchObject({
      code: 'timeout',
      data: { state: 'ready' },
    });
    const stop = new AbortController();
    const aborted = refusal(queue.waitFor(id, { signal: stop.signal }));
    stop.abort();
    expect((await aborted).code).toBe('aborted');
    expect((await refusal(queue.waitFor('nobody'))).code).toBe('not_found');
    expect((await queue.get(id))?.state).toBe('ready');
  });
});
