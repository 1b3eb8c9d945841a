import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { openFencedFiles } from '@agentcoord/storage-file';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { NEITHER, NOT_WRITTEN, seededRandom } from './support/escape-paths.js';
import { tryRandomPaths, trySwappedFolders } from './support/escape-tries.js';
import { makeEscapeWorld, SECRET } from './support/escape-world.js';
import { LockTable } from './support/lock-table.js';
import { snapshotFolder } from './support/snapshot-folder.js';
import { tempFolder } from './support/temp-folder.js';
import { type ToolBench, toolBench } from './support/tool-bench.js';

let around: string;
let root: string;
let bench: ToolBench;

beforeEach(async () => {
  around = await tempFolder();
  root = await makeEscapeWorld(around);
  const files = await openFencedFiles({ folder: await tempFolder() });
  onTestFinished(() => files.close());
  bench = await toolBench(root, { locks: new LockTable(), files });
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
    const tries = await tryRandomPaths({ around, bench }, { random: seededRandom(20_261_124), count: 1_500 });
    expect(tries.violations).toEqual([]);
    expect(tries.written).toBeGreaterThan(10);
  });

  it('reads and writes nothing outside while a folder is swapped for a link and back', async () => {
    const tries = await trySwappedFolders({ around, root, bench }, 300);
    expect(tries.violations).toEqual([]);
    expect(tries.written).toBeGreaterThan(10);
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
