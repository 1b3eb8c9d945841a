import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './workspace.js';

const pages = execFileSync('git', ['ls-files', '-z', '*.md'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter((page) => page !== '');

const BLOCKS = /^ *```[\s\S]*?^ *```/gm;
const LINKS = /\]\((?!\w+:|#)([^)\s#]+)(?:#[^)]*)?\)/g;

test.each(pages)('every link of %s to a file of the repository leads somewhere', (page) => {
  const text = readFileSync(join(root, page), 'utf8').replace(BLOCKS, '');
  const links = [...text.matchAll(LINKS)].map(([, link = '']) => link);
  expect(links.filter((link) => !existsSync(join(root, dirname(page), decodeURI(link))))).toEqual([]);
});

test('each invariant of ARCHITECTURE.md is linked to what shows it', () => {
  const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
  const [, table = ''] = text.split('| invariant | held by | shown by |\n| --- | --- | --- |\n');
  const rows = table.split('\n\n')[0]?.split('\n') ?? [];
  expect(rows.length).toBeGreaterThan(8);
  for (const row of rows) expect(row.split(' | ').at(-1)).toMatch(/\]\(\S+\.ts\)/);
});
