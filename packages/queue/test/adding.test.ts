import { describe, expect, test } from 'vitest';
import { TaskQueue } from '../src/index.js';
import { refusal } from './support/refusals.js';
import { STORES } from './support/stores.js';

describe.each(STORES)('adding tasks, $store store', ({ open }) => {
  test('keys of a batch stand for its tasks in dependsOn and parent, in any order', async () => {
    const queue = new TaskQueue({ storage: await open() });
    const [deploy, build, test] = await queue.addMany([
      { key: 'deploy', title: 'deploy', dependsOn: ['build', 'test'] },
      { key: 'build', title: 'build' },
      { key: 'test', title: 'test', dependsOn: ['build'], parent: 'deploy' },
    ]);
    expect([deploy?.state, build?.state, test?.state]).toEqual(['blocked', 'ready', 'blocked']);
    expect((await queue.get(deploy?.id ?? ''))?.dependsOn).toEqual([build?.id, test?.id]);
    expect(await queue.get(test?.id ?? '')).toMatchObject({ parent: deploy?.id, dependsOn: [build?.id] });
  });

  test('a dependency may also be the id of a stored task, or of one in the batch', async () => {
    const queue = new TaskQueue({ storage: await open(), worker: 'author' });
    await queue.add({ id: 'T-1', title: 'first' });
    const added = await queue.addMany([
      { id: 'T-2', title: 'second' },
      { title: 'third', dependsOn: ['T-1', 'T-2'] },
    ]);
    expect(added.map(({ status, state }) => `${status} ${state}`)).toEqual(['added ready', 'added blocked']);
    expect((await queue.get('T-1'))?.createdBy).toBe('author');
  });

  test('an unknown dependency is told by the field it was written in, and nothing is stored', async () => {
    const queue = new TaskQueue({ storage: await open() });
    await queue.add({ id: 'T-1', title: 'stored' });
    const error = await refusal(
      queue.addMany([
        { key: 'a', title: 'a' },
        { title: 'b', dependsOn: ['a', 'T-1', 'nobody'] },
      ]),
    );
    expect(error.code).toBe('unknown_dependency');
    expect(error.data).toEqual({ field: 'tasks[1].dependsOn[2]', dependency: 'nobody' });
    expect((await queue.list()).tasks.map(({ title }) => title)).toEqual(['stored']);
  });

  test('a file with an unknown dependency is refused by line', async () => {
    const queue = new TaskQueue({ storage: await open() });
    const error = await refusal(queue.importLines('{"title":"a"}\n\n{"title":"b","dependsOn":["nobody"]}\n'));
    expect(error.message).toMatch(/^line 3: dependsOn\[0\]: there is no task "nobody"/);
    expect((await queue.list()).tasks).toEqual([]);
  });

  test('a file is stored whole, in its order', async () => {
    const queue = new TaskQueue({ storage: await open() });
    const text = Array.from({ length: 200 }, (_, index) =>
      JSON.stringify({ title: `task ${index}`, key: `k${index}` }),
    );
    const added = await queue.importLines(text.join('\n'));
    expect(added).toHaveLength(200);
    const { tasks } = await queue.list({ limit: 200 });
    expect(tasks.map(({ title }) => title)).toEqual(added.map((_, index) => `task ${index}`));
  });

  test.each([
    [
      'a wrong field',
      [{ title: 'a' }, { title: 'b', priority: 9 }],
      'invalid_argument',
      /^tasks\[1\]\.priority must be/,
    ],
    ['an empty title alone', [{ title: '' }], 'invalid_argument', /^title must be/],
    [
      'a lease that is too short',
      [{ title: 'a', lease: 1 }],
      'invalid_argument',
      /^lease must be a whole number from 50/,
    ],
    [
      'a cycle',
      [
        { key: 'x', title: 'x', dependsOn: ['y'] },
        { key: 'y', title: 'y', dependsOn: ['x'] },
      ],
      'dependency_cycle',
      /x → y → x/,
    ],
    [
      'a task that needs itself',
      [{ title: 'a' }, { key: 'x', title: 'x', dependsOn: ['x'] }],
      'dependency_cycle',
      /^tasks\[1\]\.dependsOn\[0\]/,
    ],
    [
      'one key for two tasks',
      [
        { key: 'x', title: 'a' },
        { key: 'x', title: 'b' },
      ],
      'invalid_argument',
      /^tasks\[1\]\.key must be different from .* tasks\[0\]/,
    ],
    [
      'too many at once',
      Array.from({ length: 10_001 }, () => ({ title: 'a' })),
      'limit_exceeded',
      /10001 entries; the limit is 10000/,
    ],
    ['none', [], 'invalid_argument', /at least 1/],
  ])('%s is refused, and nothing is stored', async (_what, tasks, code, message) => {
    const queue = new TaskQueue({ storage: await open() });
    const error = await refusal(queue.addMany(tasks));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect((await queue.list()).tasks).toEqual([]);
  });

  test('a dedupe key answers with the unfinished task that has it', async () => {
    const queue = new TaskQueue({ storage: await open() });
    const first = await queue.add({ title: 'nightly', dedupeKey: 'nightly' });
    expect(await queue.add({ title: 'nightly again', dedupeKey: 'nightly' })).toEqual({
      ...first,
      status: 'duplicate',
    });
  });
});
