import { TaskQueue } from '@agentcoord/queue';
import { openRedisStorage } from '@agentcoord/storage-redis';
import { redisMissing, startRedisServer } from '@agentcoord/tooling/redis-server';
import { expect, it, onTestFinished } from 'vitest';
import { followRun } from '../src/index.js';

const missing = redisMissing();

it.skipIf(missing)(
  `a run is followed over a store that was away${missing ? ` (skipped: ${missing})` : ''}`,
  async () => {
    const server = await startRedisServer({ appendOnly: true });
    onTestFinished(() => server.remove());
    const storage = await openRedisStorage({ path: server.socketPath, namespace: 'follow' });
    onTestFinished(() => storage.close());
    const queue = new TaskQueue({ storage, worker: 'W' });
    await queue.addMany([{ title: 'Work', tags: ['run-1'] }]);
    const states: string[] = [];
    const troubles: string[] = [];
    const looked = new AbortController();
    const following = followRun({
      storage,
      run: 'run-1',
      signal: AbortSignal.timeout(60_000),
      onChange: ({ task }) => states.push(task.state),
      onLook: async () => looked.abort(),
      onTrouble: ({ code }) => troubles.push(code),
    });
    await expect.poll(() => looked.signal.aborted, { timeout: 20_000 }).toBe(true);
    await server.stop('SIGKILL');
    await expect.poll(() => troubles.length, { timeout: 20_000 }).toBe(1);
    await server.start();
    await using task = await queue.claim({ wait: '30s' });
    await task?.complete('done');
    expect(await following).toMatchObject([{ state: 'completed' }]);
    expect(states.at(-1)).toBe('completed');
    expect(troubles).toHaveLength(1);
  },
  90_000,
);
