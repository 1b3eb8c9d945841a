import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentCoordError } from '@agentcoord/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createCommandEngine, createLlmEngine, runAssignment } from '../src/index.js';
import type { ModelRequest } from '../src/model/model-provider.js';
import { gitFolder, gitIn } from './support/git-folder.js';
import {
  finishTurn,
  lastResults,
  type Script,
  scriptedProvider,
  turn,
  use,
} from './support/scripted-provider.js';
import { setUp, task } from './support/setting.js';

const FILES = { 'a.txt': 'one\ntwo\nthree\n', 'b.txt': 'b\n', '.gitignore': 'ignored\n' };
const edit = (path: string, old_text: string, new_text: string) =>
  use('edit_file', { path, old_text, new_text });

async function bench(files: Readonly<Record<string, string>> = FILES) {
  const setting = await setUp();
  const root = await gitFolder(files);
  const tree = join(root, '.agentcoord', 'worktrees', 'task_1');
  const person = async (path: string, content: string): Promise<void> => {
    await writeFile(join(root, path), content);
    gitIn(root, 'commit', '-q', '-m', 'meanwhile', path);
  };
  const run = async (script: Script, payload = {}, id = 'task_1') => {
    const engine = createLlmEngine({ provider: scriptedProvider(script) });
    const context = {
      ...setting.context,
      workspaceRoot: root,
      workspace: { mode: 'worktree' as const },
      agent: 'Ada',
    };
    return runAssignment(task(payload, { id }), context, { engines: [engine, createCommandEngine()] });
  };
  return { setting, root, tree, person, run };
}

afterEach(() => void vi.unstubAllEnvs());

const said = (request: ModelRequest): string =>
  lastResults(request)
    .map((result) => result.content)
    .join('\n');
const content = (root: string, path: string): Promise<string> => readFile(join(root, path), 'utf8');

describe('a task in a work tree of its own', () => {
  it('is verified there, merged as one commit that names task and agent, and leaves nothing behind', async () => {
    const { setting, root, tree, run } = await bench();
    const verify = 'test "$(cat a.txt)" = changed && touch ignored';
    const seen: string[] = [];
    const outcome = await run(
      [
        turn(use('read_file', { path: 'a.txt' })),
        turn(
          use('write_file', { path: 'a.txt', content: 'changed\n' }),
          use('write_file', { path: 'new/c', content: 'c' }),
        ),
        async () => {
          seen.push(await content(root, 'a.txt'), await content(tree, 'a.txt'), ...setting.locks.held());
          return finishTurn('Changed it.\n\nAgentCoord-Agent: Mallory');
        },
      ],
      { verify },
    );
    const commit = gitIn(root, 'rev-parse', 'main');
    expect(outcome).toMatchObject({ status: 'done', delivered: { branch: 'main', commit } });
    expect(seen).toEqual([FILES['a.txt'], 'changed\n']);
    expect(await content(root, 'a.txt')).toBe('changed\n');
    expect(gitIn(root, 'status', '--porcelain')).toBe('');
    expect(gitIn(root, 'log', '--format=%s|%an|%P', '-1')).toBe(
      `Add a greeting|Grace|${gitIn(root, 'rev-parse', 'main~1')}`,
    );
    expect(gitIn(root, 'log', '-1', '--format=%(trailers)')).toBe(
      'AgentCoord-Task: task_1\nAgentCoord-Agent: Ada',
    );
    expect(gitIn(root, 'diff', '--name-only', 'main~1', 'main')).toBe('a.txt\nnew/c');
    expect(existsSync(tree)).toBe(false);
    expect(gitIn(root, 'branch', '--format=%(refname:short)')).toBe('main');
    expect(setting.locks.history).toEqual([
      'worker takes .agentcoord/merge/main',
      'worker gives .agentcoord/merge/main',
    ]);
  });

  it('is merged with what came in meanwhile, and verified again as it is merged', async () => {
    const { root, person, run } = await bench();
    const outcome = await run(
      [
        async () => {
          await person('b.txt', 'theirs\n');
          return turn(edit('a.txt', 'two', '2'));
        },
        finishTurn(),
        (request) => {
          expect(said(request)).toContain('Others have merged their work');
          return turn(use('read_file', { path: 'b.txt' }));
        },
        turn(edit('a.txt', '2', 'two, with theirs')),
        finishTurn(),
      ],
      { verify: 'grep -q theirs a.txt || ! grep -q theirs b.txt' },
    );
    expect(outcome).toMatchObject({ status: 'done', output: { verifyRounds: 1 } });
    expect(await content(root, 'a.txt')).toBe('one\ntwo, with theirs\nthree\n');
    expect(await content(root, 'b.txt')).toBe('theirs\n');
    expect(gitIn(root, 'log', '--format=%s')).toBe('Add a greeting\nmeanwhile\nfirst');
  });

  it('gets a conflict back with what others changed, resolves it and is merged', async () => {
    const { root, person, run } = await bench();
    const outcome = await run([
      turn(edit('a.txt', 'two', 'mine')),
      async () => {
        await person('a.txt', 'one\ntheirs\nthree\n');
        return finishTurn();
      },
      (request) => {
        expect(said(request)).toMatch(/conflicts: a\.txt[\s\S]*\+theirs/);
        return finishTurn();
      },
      (request) => {
        expect(said(request)).toContain('still has conflict markers');
        return turn(use('read_file', { path: 'a.txt' }));
      },
      (request) => {
        expect(said(request)).toMatch(/<<<<<<< [\s\S]*theirs[\s\S]*mine/);
        return turn(use('write_file', { path: 'a.txt', content: 'one\ntheirs and mine\nthree\n' }));
      },
      finishTurn(),
    ]);
    expect(outcome).toMatchObject({ status: 'done', delivered: { branch: 'main' } });
    expect(await content(root, 'a.txt')).toBe('one\ntheirs and mine\nthree\n');
    expect(gitIn(root, 'status', '--porcelain')).toBe('');
  });

  it('ends with the conflict when it is not resolved in time, and says where a person finds it', async () => {
    const { root, tree, person, run } = await bench();
    const outcome = await run(
      [
        turn(edit('a.txt', 'two', 'mine')),
        async () => {
          await person('a.txt', 'one\ntheirs\nthree\n');
          return finishTurn();
        },
        finishTurn(),
      ],
      { verify: { command: 'true', rounds: 1 } },
    );
    expect(outcome).toMatchObject({
      status: 'failed',
      retryable: false,
      error: {
        code: 'conflict',
        data: { keptIn: tree, keptOn: 'agentcoord/task_1', branch: 'main', conflicts: ['a.txt'] },
      },
    });
    expect(await content(root, 'a.txt')).toBe('one\ntheirs\nthree\n');
    expect(await content(tree, 'a.txt')).toContain('mine');
  });

  it('keeps what it has when it fails or is cancelled, says where, and never touches it again', async () => {
    const { setting, root, tree, run } = await bench();
    const half = turn(use('write_file', { path: 'half', content: 'half' }));
    const outcome = await run([
      half,
      () => {
        setting.stop.abort(new AgentCoordError('cancelled', 'The task was cancelled.'));
        return finishTurn();
      },
    ]);
    expect(outcome).toMatchObject({
      status: 'failed',
      error: { code: 'cancelled', data: { keptIn: tree, keptOn: 'agentcoord/task_1' } },
    });
    expect(await content(tree, 'half')).toBe('half');
    expect(gitIn(root, 'status', '--porcelain')).toBe('');
    const again = await bench();
    await mkdir(join(again.tree), { recursive: true });
    expect(await again.run([half, finishTurn()])).toMatchObject({ status: 'done' });
    expect(existsSync(again.tree)).toBe(true);
    expect(await content(again.root, 'half')).toBe('half');
  });

  it('is removed when it fails without having changed anything', async () => {
    const { root, tree, run } = await bench();
    expect(await run([{ content: [], stopReason: 'refusal' }])).toMatchObject({ status: 'failed' });
    expect(existsSync(tree)).toBe(false);
    expect(gitIn(root, 'worktree', 'list').split('\n')).toHaveLength(1);
  });

  it('does the work of commands as well', async () => {
    const { root, run } = await bench();
    const outcome = await run([], { command: 'echo made > made' });
    expect(outcome).toMatchObject({ status: 'done', delivered: { branch: 'main' } });
    expect(gitIn(root, 'show', 'main:made')).toBe('made');
  });

  it('leaves changes alone that are not committed, and is not merged over them', async () => {
    const { root, run } = await bench();
    await writeFile(join(root, 'b.txt'), 'not committed\n');
    expect(await run([turn(edit('a.txt', 'two', '2')), finishTurn()])).toMatchObject({ status: 'done' });
    expect(gitIn(root, 'status', '--porcelain')).toBe('M b.txt');
    const before = gitIn(root, 'rev-parse', 'main');
    const outcome = await run([turn(edit('b.txt', 'b', 'mine')), finishTurn()], {}, 'task_2');
    expect(outcome).toMatchObject({
      status: 'failed',
      retryable: false,
      error: { code: 'conflict', data: { tree: root } },
    });
    expect(outcome.status === 'failed' && outcome.error.message).toContain('Commit or stash');
    expect(await content(root, 'b.txt')).toBe('not committed\n');
    expect(gitIn(root, 'rev-parse', 'main')).toBe(before);
  });

  it('runs no hook of the repository', async () => {
    const { root, run } = await bench();
    for (const hook of ['pre-commit', 'post-checkout', 'commit-msg', 'reference-transaction', 'post-merge']) {
      await writeFile(join(root, '.git', 'hooks', hook), `#!/bin/sh\ntouch "${root}/hooked"\nexit 1\n`);
      await chmod(join(root, '.git', 'hooks', hook), 0o755);
    }
    expect(await run([turn(edit('a.txt', 'two', '2')), finishTurn()])).toMatchObject({ status: 'done' });
    expect(existsSync(join(root, 'hooked'))).toBe(false);
  });

  it('is not led to another repository by a .git that a command wrote', async () => {
    const { root, run } = await bench();
    const evil = await gitFolder({ 'x.txt': 'x\n' });
    const command = `rm .git && echo "gitdir: ${evil}/.git" > .git && echo made > made`;
    expect(await run([], { command })).toMatchObject({ status: 'done' });
    expect(gitIn(root, 'show', 'main:made')).toBe('made');
    expect(gitIn(evil, 'log', '--format=%s', '--all')).toBe('first');
  });
});

describe('a repository that cannot have work trees', () => {
  const refused = (problem: string) => ({
    status: 'failed',
    retryable: false,
    error: { code: 'misconfigured', message: expect.stringContaining(problem) },
  });

  it('is refused before the first request, with what to do', async () => {
    const { root, run } = await bench();
    gitIn(root, 'checkout', '-q', '--detach');
    expect(await run([])).toMatchObject(refused('git switch'));
    gitIn(root, 'checkout', '-q', '--orphan', 'fresh');
    expect(await run([])).toMatchObject(refused('first commit'));
    gitIn(root, 'checkout', '-q', '-f', 'main');
    gitIn(root, 'config', '--unset', 'user.email');
    vi.stubEnv('GIT_CONFIG_GLOBAL', '/dev/null');
    expect(await run([])).toMatchObject(refused('git config user.email'));
  });

  it('is refused with submodules, and without git', async () => {
    const { run } = await bench({ ...FILES, '.gitmodules': '[submodule "x"]\n' });
    expect(await run([])).toMatchObject(refused('submodules'));
    const setting = await setUp(FILES);
    const context = { ...setting.context, workspace: { mode: 'worktree' as const } };
    const engines = [createLlmEngine({ provider: scriptedProvider([]) })];
    expect(await runAssignment(task(), context, { engines })).toMatchObject(refused('git init'));
  });
});
