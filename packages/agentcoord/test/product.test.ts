import { expect, test } from 'vitest';
import { AgentCoordError, CoordinationClient } from '../src/index.js';
import { temporaryRepository } from './support/temporary-repository.js';

test('the lines that the product promises run as they are written', async () => {
  const cwd = temporaryRepository();
  await using operator = await CoordinationClient.open({ cwd, environment: {} });
  const { id } = await operator.addTask({ title: 'Implement auth', priority: 5, tags: ['backend'] });

  await using coord = await CoordinationClient.session({
    cwd,
    environment: {},
    role: 'Engineer',
    name: 'Agent-1',
    workingOn: 'Building features',
  });
  {
    await using lock = await coord.lockFile('backend/main.ts', { intent: 'Add /health endpoint' });
    expect(lock.signal.aborted).toBe(false);
    expect(await operator.tryLockFile('backend/main.ts')).toBeUndefined();
  }
  await using task = await coord.claimTask({ tags: ['backend'] });
  if (task) await task.complete({ summary: `did ${task.title}` });

  expect(await operator.queue.get(id)).toMatchObject({
    state: 'completed',
    result: { summary: 'did Implement auth' },
  });
  expect(await operator.locks.list()).toEqual([]);
});

test('errors are told apart by their code', async () => {
  const cwd = temporaryRepository();
  const refused = CoordinationClient.session({ cwd, environment: {}, redisUrl: 'redis://127.0.0.1:1' });
  const error = await refused.catch((thrown: unknown) => thrown);
  expect(AgentCoordError.is(error, 'storage_unavailable')).toBe(true);
});
