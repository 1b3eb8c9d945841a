import { execFileSync } from 'node:child_process';
import { link, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { NEITHER, NOT_WRITTEN, randomPath, seededRandom } from './support/escape-paths.js';
import { FencedFolder } from './support/fenced-folder.js';
import { LockTable } from './support/lock-table.js';
import { snapshotFolder } from './support/snapshot-folder.js';
import { tempFolder } from './support/temp-folder.js';
import { type ToolBench, toolBench } from './support/tool-bench.js';

const SECRET = 'canary-outside-content';

let around: string;
let root: string;
let bench: ToolBench;

beforeEach(async () => {
  around = await tempFolder({
    'outside/secret.txt': SECRET,
    'ws-evil/secret.txt': SECRET,
    'ws/src/a.txt': 'inside',
    'ws/.git/config': SECRET,
    'ws/.git/hooks/pre-commit': SECRET,
    'ws/vendor/lib/.git/config': SECRET,
    'ws/.agentcoord/config.json': SECRET,
    'ws/.env': SECRET,
    'ws/.claude/settings.json': 'settings',
    'ws/.vscode/tasks.json': 'tasks',
    'ws/.github/workflows/ci.yml': 'ci',
    'ws/.gitlab-ci.yml': 'ci',
  });
  root = join(around, 'ws');
  const links: Array<[string, string]> = [
    ['../outside', 'link-folder'],
    ['../outside/secret.txt', 'link-file'],
    [join(around, 'outside'), 'link-absolute'],
    ['../outside/new.txt', 'link-dangling'],
    ['../nowhere', 'link-dangling-folder'],
    ['link-folder', 'link-chain'],
    ['..', 'link-up'],
    ['../..', 'src/link-up-twice'],
    ['../ws-evil', 'link-sibling'],
    ['.git', 'link-git'],
    ['.git/config', 'link-git-config'],
    ['.claude', 'link-claude'],
    ['.env', 'link-env'],
    ['.github', 'link-github'],
    ['link-loop', 'link-loop'],
    ['/proc/self/environ', 'link-environment'],
    ['/dev/stdout', 'link-device'],
  ];
  for (const [target, name] of links) await symlink(target, join(root, name));
  await link(join(around, 'outside/secret.txt'), join(root, 'hard-link.txt'));
  await mkdir(join(root, 'folder'));
  execFileSync('/bin/sh', ['-c', 'mkfifo "$1"', 'sh', join(root, 'pipe')]);
  bench = await toolBench(root, { locks: new LockTable(), files: new FencedFolder() });
});

describe('no path of a model leads out of the workspace or to what is protected', () => {
  it(`refuses ${NEITHER.length} paths for reading, editing and writing, and touches nothing`, async () => {
    const before = await snapshotFolder(around);
    for (const path of NEITHER) {
      for (const [tool, input] of attempts(path)) await expectRefused(tool, input);
      await expectRefused('read_file', { path });
    }
    expect(await snapshotFolder(around)).toEqual(before);
    expect(NEITHER.length).toBeGreaterThanOrEqual(60);
  });

  it(`refuses ${NOT_WRITTEN.length} more for editing and writing`, async () => {
    const before = await snapshotFolder(around);
    for (const path of NOT_WRITTEN) {
      for (const [tool, input] of attempts(path)) await expectRefused(tool, input);
    }
    expect(await snapshotFolder(around)).toEqual(before);
  });

  it('lists and finds nothing that is outside or hidden, and follows no link', async () => {
    const listed = await bench.call('list_files', {});
    expect(listed.text).toContain('src/a.txt');
    expect(listed.text).toContain('link-folder@');
    expect(listed.text).not.toMatch(/secret|\.git\/|\.env$|\.agentcoord/m);
    expect((await bench.call('search', { pattern: SECRET })).text).toMatch(/^hard-link\.txt:1: .*$/);
    for (const path of ['..', 'link-folder', 'link-up', '/', '.git', 'link-git', '~', 'src/..']) {
      for (const tool of ['list_files', 'search'])
        await expectRefused(tool, { path, ...(tool === 'search' && { pattern: 'a' }) });
    }
  });

  it('follows a link that stays inside, and writes to where it leads', async () => {
    await symlink('src', join(root, 'link-inside'));
    expect(
      await bench.call('edit_file', { path: 'link-inside/a.txt', old_text: 'inside', new_text: 'edited' }),
    ).toEqual({
      text: 'Edited src/a.txt at line 1.',
    });
    expect(bench.locks.heldPaths()).toEqual(['src/a.txt']);
  });

  it('writes nothing outside for 1,500 random paths', async () => {
    const before = await snapshotFolder(around);
    const random = seededRandom(20_261_124);
    for (let index = 0; index < 1500; index += 1) {
      const answer = await bench.call('write_file', { path: randomPath(random), content: 'x' });
      expect(typeof answer.text).toBe('string');
    }
    const after = await snapshotFolder(around);
    const changed = Object.keys({ ...before, ...after }).filter((path) => before[path] !== after[path]);
    const allowed =
      /^ws\/(?!\.git\/|\.agentcoord|\.claude|\.vscode|\.env|\.github\/(workflows|actions)\/|vendor\/lib\/\.git)/;
    expect(changed.length).toBeGreaterThan(10);
    expect(changed.filter((path) => !allowed.test(path))).toEqual([]);
  });

  it('reads nothing outside while a link is swapped in and out', async () => {
    const { rename } = await import('node:fs/promises');
    await mkdir(join(root, 'real'));
    await writeFile(join(root, 'real/secret.txt'), 'inside');
    await symlink('../outside', join(root, 'swap'));
    let swapping = true;
    const swaps = (async () => {
      // A rename cannot replace a folder by a link in one step: the two change places by way of a third name.
      while (swapping) {
        await rename(join(root, 'swap'), join(root, 'away'));
        await rename(join(root, 'real'), join(root, 'swap'));
        await rename(join(root, 'swap'), join(root, 'real'));
        await rename(join(root, 'away'), join(root, 'swap'));
      }
    })();
    const answers: string[] = [];
    for (let index = 0; index < 500; index += 1)
      answers.push((await bench.call('read_file', { path: 'swap/secret.txt' })).text);
    swapping = false;
    await swaps;
    expect(answers.filter((text) => text.includes(SECRET))).toEqual([]);
  });
});

function attempts(path: string): Array<[string, Record<string, string>]> {
  return [
    ['write_file', { path, content: 'overwritten' }],
    ['edit_file', { path, old_text: SECRET, new_text: 'overwritten' }],
  ];
}

async function expectRefused(tool: string, input: Record<string, unknown>): Promise<void> {
  const answer = await bench.call(tool, input);
  expect(answer, `${tool} ${JSON.stringify(input)}`).toMatchObject({ isError: true });
  expect(answer.text).not.toContain(SECRET);
}
