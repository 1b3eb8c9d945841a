import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { applyHunks } from '../src/edits/apply-hunks.js';
import { readHunks } from '../src/edits/patch-hunks.js';
import { FencedFolder } from './support/fenced-folder.js';
import { LockTable } from './support/lock-table.js';
import { tempFolder } from './support/temp-folder.js';
import { toolBench } from './support/tool-bench.js';

const apply = (text: string, patch: string): string => applyHunks(text, readHunks(patch));
const TWICE = 'a\nsame\nb\nsame\nc\n';

describe('a patch', () => {
  it('changes several places, whatever its headers say of lines and counts', () => {
    const patch = '--- a/x\n+++ b/x\n@@ -9,9 +9,9 @@ heading\n a\n-b\n+B\n@@\n-d\n+D\n+E\n';
    expect(apply('a\nb\nc\nd\n', patch)).toBe('a\nB\nc\nD\nE\n');
  });

  it('takes lines that look like headers for lines', () => {
    expect(apply('-- old\n', '@@\n--- old\n+++ new\n')).toBe('++ new\n');
  });

  it('is refused where its lines are at several places, unless the header says which', () => {
    expect(() => apply(TWICE, '@@\n-same\n+other\n')).toThrow('2 times');
    expect(() => apply(TWICE, '@@ -3 +3 @@\n-same\n+other\n')).toThrow('2 times');
    expect(apply(TWICE, '@@ -4 +4 @@\n-same\n+other\n')).toBe('a\nsame\nb\nother\nc\n');
    expect(apply(TWICE, '@@ -1,2 +1,2 @@\n-a\n+x\n+y\n same\n@@ -4 +5 @@\n-same\n+other\n')).toBe(
      'x\ny\nsame\nb\nother\nc\n',
    );
  });

  it('is refused as a whole where one of its hunks does not match, comes too early, or has no place', () => {
    expect(() => apply('a\nb\n', '@@\n-a\n+A\n@@\n-x\n+y\n')).toThrow('hunk 2');
    expect(() => apply('a\nb\n', '@@\n-b\n+B\n@@\n-a\n+A\n')).toThrow('hunk 2');
    expect(() => apply('a\n', '@@ -1,0 +1,1 @@\n+x\n')).toThrow('context');
    expect(() => apply('a\n', '@@\n a\n')).toThrow('changes nothing');
    expect(() => readHunks('just text')).toThrow('before the first');
    expect(() => readHunks('')).toThrow('no hunk');
    expect(() => readHunks('@@\n-a\n+b\ndiff --git a/x b/x\n')).toThrow('several files');
    expect(() => readHunks('@@\n-a\n*b\n')).toThrow('line 3');
  });

  it('keeps line ends, a byte order mark and a missing last newline', () => {
    expect(apply('\uFEFFa\r\nb\r\n', '@@\n-a\n+x\n b\n')).toBe('\uFEFFx\r\nb\r\n');
    expect(
      apply('a\nb', '@@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n'),
    ).toBe('a\nc');
  });
});

it('patch_file writes under the lock of the file, or says what is wrong and writes nothing', async () => {
  const root = await tempFolder({ 'a.txt': 'one\ntwo\n' });
  const files = new FencedFolder();
  const bench = await toolBench(root, { locks: new LockTable(), files });
  for (const patch of ['@@\n-three\n+four\n', 'nothing', '@@\n one\n'])
    expect(await bench.call('patch_file', { path: 'a.txt', patch })).toMatchObject({ errorCode: 'conflict' });
  expect(await bench.call('patch_file', { path: 'no.txt', patch: '@@\n-a\n+b\n' })).toMatchObject({
    errorCode: 'not_found',
  });
  expect(files.writes).toEqual([]);
  expect(await bench.call('patch_file', { path: 'a.txt', patch: '@@\n one\n-two\n+2\n' })).toEqual({
    text: 'Patched a.txt in 1 place.',
  });
  expect(await readFile(join(root, 'a.txt'), 'utf8')).toBe('one\n2\n');
});
