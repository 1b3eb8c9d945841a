import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openClient, openSession } from './support/open-client.js';
import { temporaryRepository } from './support/temporary.js';

describe('a claimed task', () => {
  test('shows its agent working on it, and idle when it is settled', async () => {
    const coord = await openSession({ cwd: temporaryRepository(), name: 'Agent-1' });
    const { id } = await coord.addTask({ title: 'Implement auth' });
    const task = await coord.claimTask();
    expect(await coord.registry.get('Agent-1')).toMatchObject({
      state: 'working',
      taskId: id,
      workingOn: 'Implement auth',
    });
    await task?.progress('half way', 50);
    await task?.complete({ summary: 'done' });
    expect(await coord.queue.get(id)).toMatchObject({
      state: 'completed',
      result: { summary: 'done' },
      createdBy: 'Agent-1',
    });
    const agent = await coord.registry.get('Agent-1');
    expect(agent).toMatchObject({ state: 'idle', note: 'half way' });
    expect(agent?.taskId).toBeUndefined();
  });

  test('is given back at the end of its block when nobody settled it', async () => {
    const coord = await openSession({ cwd: temporaryRepository(), name: 'Agent-1' });
    const { id } = await coord.addTask({ title: 'Something' });
    {
      await using task = await coord.claimTask();
      expect(task?.id).toBe(id);
    }
    expect(await coord.queue.get(id)).toMatchObject({ state: 'ready' });
    expect(await coord.registry.get('Agent-1')).toMatchObject({ state: 'idle' });
  });

  test('leaves its agent working while another one is held', async () => {
    const coord = await openSession({ cwd: temporaryRepository(), name: 'Agent-1' });
    await coord.addTasks([{ title: 'First', priority: 5 }, { title: 'Second' }]);
    const [first, second] = [await coord.claimTask(), await coord.claimTask()];
    await second?.complete();
    expect(await coord.registry.get('Agent-1')).toMatchObject({
      state: 'working',
      taskId: first?.id,
      workingOn: 'First',
    });
    expect(await first?.fail(new Error('no'), { retryable: false })).toBe('failed');
    expect(await coord.registry.get('Agent-1')).toMatchObject({ state: 'idle' });
  });

  test('is one that the session is for, unless it asks for others', async () => {
    const coord = await openSession({ cwd: temporaryRepository(), tags: ['backend'] });
    await coord.addTask({ title: 'Paint', tags: ['frontend'] });
    expect(await coord.claimTask()).toBeUndefined();
    await using task = await coord.claimTask({ tags: ['frontend'] });
    expect(task?.title).toBe('Paint');
  });

  test('that is cancelled aborts its signal and cannot be completed', async () => {
    const cwd = temporaryRepository();
    const operator = await openClient({ cwd });
    const coord = await openSession({ cwd, name: 'Agent-1' });
    await coord.addTask({ title: 'Something' });
    const task = await coord.claimTask();
    if (!task) throw new Error('the task was not claimed');
    const aborted = new Promise((resolve) => task.signal.addEventListener('abort', resolve));
    await operator.queue.cancel(task.id, { reason: 'not needed', by: 'operator' });
    await aborted;
    await expect(task.complete()).rejects.toMatchObject({ code: 'cancelled' });
    expect(await coord.queue.get(task.id)).toMatchObject({ state: 'cancelled' });
  });
});

describe('a lock', () => {
  test('counts relative paths from the folder of the client', async () => {
    const root = temporaryRepository();
    const cwd = join(root, 'backend');
    mkdirSync(cwd);
    const coord = await openSession({ cwd });
    await using one = await coord.lockFile('main.ts', { intent: 'Add /health endpoint' });
    await using many = await coord.lockFile(['../b.ts', './new/'], { wait: 0 });
    expect(one.paths).toEqual(['backend/main.ts']);
    expect([...many.paths].sort()).toEqual(['b.ts', 'backend/new']);
    expect(await coord.locks.list()).toContainEqual(
      expect.objectContaining({ path: 'backend/new', scope: 'tree' }),
    );
  });

  test('is held while the callback works, and free afterwards', async () => {
    const cwd = temporaryRepository();
    const [coord, other] = [await openSession({ cwd }), await openClient({ cwd })];
    const result = await coord.withFileLock('a.ts', { intent: 'edit' }, async (lock) => {
      expect(await other.tryLockFile('a.ts')).toBeUndefined();
      return lock.fence;
    });
    expect(result).toBeGreaterThan(0);
    const after = await other.tryLockFile('a.ts');
    expect(after?.fence).toBeGreaterThan(result);
  });

  test('of one task excludes another task of the same session', async () => {
    const coord = await openSession({ cwd: temporaryRepository(), name: 'Agent-1' });
    await coord.addTasks([{ title: 'First' }, { title: 'Second' }]);
    const [first, second] = [await coord.claimTask(), await coord.claimTask()];
    if (!first || !second) throw new Error('the tasks were not claimed');
    await using one = coord.forTask(first);
    await using two = coord.forTask(second);
    await one.lockFile('a.ts');
    expect(await two.tryLockFile('a.ts')).toBeUndefined();
    expect(await coord.locks.list()).toMatchObject([
      { holder: `${coord.identity}/${first.id}`, agent: 'Agent-1' },
    ]);
  });

  test('of a task that is no longer wanted is not waited for', async () => {
    const cwd = temporaryRepository();
    const [coord, other] = [await openSession({ cwd }), await openClient({ cwd })];
    await using _held = await other.lockFile('a.ts');
    const { id } = await coord.addTask({ title: 'Something' });
    const task = await coord.claimTask();
    if (!task) throw new Error('the task was not claimed');
    await using flow = coord.forTask(task);
    const waiting = flow.lockFile('a.ts', { wait: '1h' });
    await other.queue.cancel(id, { reason: 'not needed', by: 'operator' });
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  });
});

test('a write with the fence of a lock that somebody else has had since is refused', async () => {
  const cwd = temporaryRepository();
  const [one, two] = [await openSession({ cwd }), await openSession({ cwd })];
  const path = join(cwd, 'a.ts');
  const stale = await one.lockFile('a.ts');
  await stale.release();
  await using current = await two.lockFile('a.ts');
  await (await two.fencedFiles()).write({ path, fence: current.fence, content: 'new' });
  const late = (await one.fencedFiles()).write({ path, fence: stale.fence, content: 'old' });
  await expect(late).rejects.toMatchObject({ code: 'fenced' });
  expect(readFileSync(path, 'utf8')).toBe('new');
});
