import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lineChanges } from '../src/edits/line-changes.js';
import { seededRandom } from './support/escape-paths.js';
import { tempFolder } from './support/temp-folder.js';

describe('the lines that a change added and removed', () => {
  it('are counted as git counts them', async () => {
    const folder = await tempFolder();
    const random = seededRandom(7);
    const text = (): string => {
      const lines = Array.from({ length: Math.floor(random() * 30) }, () => 'abc'[Math.floor(random() * 3)]);
      return lines.join('\n') + (random() < 0.5 ? '\n' : '');
    };
    const pairs: Array<[string, string]> = [
      ['', ''],
      ['a', 'a\n'],
      ['', 'a\nb\n'],
      ['a\nb\n', ''],
    ];
    for (let index = 0; index < 40; index += 1) pairs.push([text(), text()]);
    for (const [before, after] of pairs) {
      const expected = await numstat(folder, before, after);
      expect(lineChanges(before, after), JSON.stringify([before, after])).toEqual(expected);
    }
  });

  it('are counted quickly for files that have nothing in common', () => {
    const lines = (prefix: string): string =>
      Array.from({ length: 50_000 }, (_, index) => `${prefix}${index}\n`).join('');
    expect(lineChanges(lines('a'), lines('b'))).toEqual({ linesAdded: 50_000, linesRemoved: 50_000 });
  });
});

async function numstat(folder: string, before: string, after: string) {
  await writeFile(join(folder, 'before'), before);
  await writeFile(join(folder, 'after'), after);
  const diff = spawnSync('git', ['diff', '--no-index', '--minimal', '--numstat', 'before', 'after'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const [linesAdded = 0, linesRemoved = 0] = diff.stdout.split('\t').slice(0, 2).map(Number);
  return { linesAdded: diff.stdout === '' ? 0 : linesAdded, linesRemoved };
}
