import { AgentCoordError, type Storage } from '@agentcoord/core';
import { describe, expect, test } from 'vitest';
import { type ClaimedTask, type TaskInput, TaskQueue, type TaskQueueOptions } from '../src/index.js';
import { refusal } from './support/refusals.js';
import { interposed, STORES } from './support/stores.js';

async function claimed(
  storage: Storage,
  { task = {}, ...options }: Partial<TaskQueueOptions> & { task?: Partial<TaskInput> } = {},
): Promise<{ queue: TaskQueue; task: ClaimedTask }> {
  const queue = new TaskQueue({ storage, worker: 'w', ...options });
  await queue.add({ title: 'work', ...task });
  const claim = await queue.claim();
  if (!claim) throw new Error('Nothing was claimed.');
  return { queue, task: claim };
}

const unavailable = (): AgentCoordError => new AgentCoordError('storage_unavailable', 'Away for a moment.');

describe.each(STORES)('settling, $store store', ({ open }) => {
  test('a result is recorded once, and a second settlement is refused', async () => {
    const { queue, task } = await claimed(await open());
    await task.complete({ answer: 42 });
    expect(task.settled).toBe(true);
    expect(task.remainingMs()).toBe(0);
    expect((await refusal(task.complete())).code).toBe('fenced');
    expect((await refusal(task.fail('no'))).message).toMatch(/already settled by this claim \(complete\)/);
    expect(await queue.get(task.id)).toMatchObject({ state: 'completed', result: { answer: 42 } });
    expect(task.signal.aborted).toBe(false);
  });

  test('two settlements at once: the second is refused before it is sent', async () => {
    const { queue, task } = await claimed(await open());
    const [first, second] = await Promise.allSettled([task.complete('first'), task.complete('second')]);
    expect([first?.status, second?.status]).toEqual(['fulfilled', 'rejected']);
    expect((await queue.get(task.id))?.result).toBe('first');
  });

  test('a failed try waits for its backoff, drawn from 0 to the bound that doubles with each attempt', async () => {
    const retry = { baseMs: 100_000, maxMs: 300_000 };
    const { queue, task } = await claimed(await open(), { retry, random: () => 0.999_999 });
    expect(await task.fail(new Error('first'))).toBe('scheduled');
    const stored = await queue.get(task.id);
    expect(stored?.failures).toMatchObject([{ attempt: 1, message: 'first', worker: 'w' }]);
    expect((stored?.dueAt ?? 0) - (stored?.failures[0]?.at ?? 0)).toBe(100_000);
  });

  test('the last attempt ends in the dead letter with every failure kept, and a retry brings it back', async () => {
    const { queue, task } = await claimed(await open(), { task: { maxAttempts: 2 } });
    expect(await task.fail('once', { delay: 0 })).toBe('ready');
    const again = await queue.claim();
    expect(again?.attempt).toBe(2);
    expect(await again?.fail('twice')).toBe('failed');
    expect((await queue.get(task.id))?.failures.map(({ message }) => message)).toEqual(['once', 'twice']);
    expect((await queue.retry(task.id, { by: 'operator' })).status).toBe('requeued');
    expect(await queue.get(task.id)).toMatchObject({ state: 'ready', attempts: 0 });
  });

  test('a failure that is not retryable goes to the dead letter at once', async () => {
    const { task } = await claimed(await open());
    expect(await task.fail('hopeless', { retryable: false })).toBe('failed');
  });

  test('what is stored about a failure has no secrets in it', async () => {
    const { queue, task } = await claimed(await open());
    await task.fail(new Error('connect redis://user:hunter2@host failed'));
    expect((await queue.get(task.id))?.failures[0]?.message).toBe(
      'connect redis://user:[hidden]@host failed',
    );
  });

  test('a released task keeps its place and its attempts', async () => {
    const { queue, task } = await claimed(await open());
    await queue.add({ title: 'behind' });
    await task.release('not my kind');
    expect(await queue.claim()).toMatchObject({ id: task.id, attempt: 1 });
  });

  test('a block that ends unsettled releases its task, and a settled one is left alone', async () => {
    const { queue, task } = await claimed(await open());
    {
      await using held = task;
      expect(held.settled).toBe(false);
    }
    expect((await queue.get(task.id))?.state).toBe('ready');
    {
      await using held = await queue.claim();
      await held?.complete();
    }
    expect((await queue.get(task.id))?.state).toBe('completed');
  });

  test('progress is shown with the task', async () => {
    const { queue, task } = await claimed(await open());
    await task.progress('half way', 49.6);
    expect((await queue.get(task.id))?.progress).toMatchObject({ note: 'half way', percent: 50 });
  });

  test('a result that is not JSON is refused, and the task can still be settled', async () => {
    const { queue, task } = await claimed(await open());
    expect((await refusal(task.complete(Number.NaN))).code).toBe('invalid_argument');
    expect(task.settled).toBe(false);
    await task.complete('mended');
    expect((await queue.get(task.id))?.result).toBe('mended');
  });

  test('a settlement after another worker has claimed the task is fenced and changes nothing', async () => {
    const storage = await open();
    const { queue, task } = await claimed(storage);
    await storage.queues.evict({ worker: 'w', reason: 'declared dead' });
    const other = await new TaskQueue({ storage, worker: 'other' }).claim();
    const error = await refusal(task.complete('stale'));
    expect(error.code).toBe('fenced');
    expect(error.data).toEqual({ taskId: task.id, state: 'claimed' });
    expect((await refusal(task.progress('stale'))).code).toBe('fenced');
    await other?.complete('fresh');
    expect((await queue.get(task.id))?.result).toBe('fresh');
    await task[Symbol.asyncDispose]();
  });

  test('a store that is away for a moment costs no completion', async () => {
    const storage = await open();
    let tries = 0;
    const flaky = interposed(storage, {
      settle: async (request, options) => {
        tries += 1;
        if (tries < 4) throw unavailable();
        return await storage.queues.settle(request, options);
      },
    });
    const { queue, task } = await claimed(flaky, { random: () => 0 });
    await task.complete('in the end');
    expect(tries).toBe(4);
    expect((await queue.get(task.id))?.result).toBe('in the end');
  });

  test('a store that stays away is named when the claim is over', async () => {
    const storage = await open();
    const away = interposed(storage, {
      settle: () => Promise.reject(unavailable()),
      renew: () => Promise.reject(unavailable()),
    });
    const { task } = await claimed(away, { task: { lease: 100 } });
    expect((await refusal(task.complete())).code).toBe('storage_unavailable');
  });

  test('a completion whose answer was lost is not called somebody else’s, nor a success', async () => {
    const storage = await open();
    let lost = 0;
    const silent = interposed(storage, {
      settle: async (request, options) => {
        const reply = await storage.queues.settle(request, options);
        if (lost++ === 0) throw new AgentCoordError('storage_unknown', 'The answer was lost.');
        return reply;
      },
    });
    const { queue, task } = await claimed(silent);
    const error = await refusal(task.complete('mine'));
    expect(error.code).toBe('storage_unknown');
    expect(error.data).toEqual({ taskId: task.id, state: 'completed' });
    expect((await queue.get(task.id))?.result).toBe('mine');
  });
});
