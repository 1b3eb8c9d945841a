import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createLlmEngine, runAssignment } from '../src/index.js';
import { gitFolder, gitIn } from './support/git-folder.js';
import { finishTurn, type Script, scriptedProvider, turn, use } from './support/scripted-provider.js';
import { setUp, task } from './support/setting.js';

const FILES = { 'a.txt': 'one\ntwo\n', 'b.txt': 'b\n', 'staged.txt': 'old\n' };
const edit = (path: string, old_text: string, new_text: string) =>
  use('edit_file', { path, old_text, new_text });

async function bench(commit = true) {
  const setting = await setUp();
  const root = await gitFolder(FILES);
  const run = (script: Script, id = 'task_1', holder = 'worker') => {
    const engines = [createLlmEngine({ provider: scriptedProvider(script) })];
    const locks = setting.locks.for(holder);
    const context = { ...setting.context, locks, workspaceRoot: root, workspace: { commit }, agent: 'Ada' };
    return runAssignment(task({}, { id }), context, { engines });
  };
  return { setting, root, run };
}

it('commits the files that the task wrote and nothing else, and leaves what a person has staged', async () => {
  const { root, run } = await bench();
  await writeFile(join(root, 'staged.txt'), 'staged\n');
  gitIn(root, 'add', 'staged.txt');
  await writeFile(join(root, 'b.txt'), 'not staged\n');
  const outcome = await run([
    turn(edit('a.txt', 'two', '2'), use('write_file', { path: 'new/c.txt', content: 'c\n' })),
    finishTurn(),
  ]);
  const commit = gitIn(root, 'rev-parse', 'main');
  expect(outcome).toMatchObject({ status: 'done', delivered: { commit } });
  expect(gitIn(root, 'diff', '--name-only', 'main~1', 'main')).toBe('a.txt\nnew/c.txt');
  expect(gitIn(root, 'status', '--porcelain').split('\n')).toEqual(['M b.txt', 'M  staged.txt']);
  expect(gitIn(root, 'log', '-1', '--format=%(trailers)')).toBe(
    'AgentCoord-Task: task_1\nAgentCoord-Agent: Ada',
  );
});

it('commits while the locks are held, so that no later change of another task gets in', async () => {
  const { setting, root, run } = await bench();
  await run([
    turn(edit('a.txt', 'two', '2')),
    () => {
      expect(setting.locks.held()).toEqual(['a.txt']);
      return finishTurn();
    },
  ]);
  expect(gitIn(root, 'show', 'main:a.txt')).toBe('one\n2');
  expect(setting.locks.held()).toEqual([]);
});

it('gives tasks that end at the same time one commit each', async () => {
  const { root, run } = await bench();
  const names = ['c', 'd', 'e', 'f'];
  await Promise.all(
    names.map((name) =>
      run(
        [turn(use('write_file', { path: `${name}.txt`, content: name })), finishTurn()],
        `task_${name}`,
        name,
      ),
    ),
  );
  const tasks = gitIn(root, 'log', '-4', '--format=%(trailers:key=AgentCoord-Task,valueonly,separator=)');
  expect(tasks.split('\n').sort()).toEqual(names.map((name) => `task_${name}`));
  expect(gitIn(root, 'status', '--porcelain')).toBe('');
});

it('does not commit a file that had changes of somebody else in it, and says so', async () => {
  const { root, run } = await bench();
  await writeFile(join(root, 'a.txt'), 'one\ntwo\nof a person\n');
  const outcome = await run([turn(edit('a.txt', 'two', '2')), finishTurn()]);
  expect(outcome).toMatchObject({
    status: 'done',
    delivered: { notCommitted: expect.stringContaining('a.txt had changes') },
  });
  expect(gitIn(root, 'log', '--format=%s')).toBe('first');
});

it('is done without a commit where there is no branch, and where that is wanted', async () => {
  const { root, run } = await bench();
  gitIn(root, 'checkout', '-q', '--detach');
  expect(await run([turn(edit('a.txt', 'two', '2')), finishTurn()])).toMatchObject({
    status: 'done',
    delivered: { notCommitted: expect.stringContaining('git switch') },
  });
  const without = await bench(false);
  const outcome = await without.run([turn(edit('a.txt', 'two', '2')), finishTurn()]);
  expect(outcome).toMatchObject({ status: 'done' });
  expect(outcome).not.toHaveProperty('delivered');
  expect(gitIn(without.root, 'log', '--format=%s')).toBe('first');
});
