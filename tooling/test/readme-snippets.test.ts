import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { missingParagraph, takenSnippets } from './readme-snippets.js';
import { root } from './workspace.js';

const pages = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\0')
  .filter((page) => page !== '' && readFileSync(join(root, page), 'utf8').includes('<!-- from '));

test.each(pages)('%s shows code that its examples run', (page) => {
  const markdown = readFileSync(join(root, page), 'utf8');
  const snippets = takenSnippets(markdown);
  // A mark that is followed by no block would check nothing.
  expect(snippets).toHaveLength(markdown.split('<!-- from ').length - 1);
  const untrue = snippets.flatMap(({ from, line, code }) => {
    const paragraph = missingParagraph(code, readFileSync(join(root, from), 'utf8'));
    return paragraph === undefined ? [] : [`${page}:${line} is not in ${from}:\n${paragraph}`];
  });
  expect(untrue).toEqual([]);
});

test('the README of the repository and of the package are among them', () => {
  expect(pages).toEqual(expect.arrayContaining(['README.md', 'packages/agentcoord/README.md']));
});

test('a snippet that was changed, swapped or invented is found, and one that leaves something out is not', () => {
  const file = 'const a = 1;\n  const b = 2;\n\nassert(b);\n\nconst c = 3;\n';
  expect(missingParagraph('const a = 1;\nconst b = 2;\n\nconst c = 3;\n', file)).toBeUndefined();
  expect(missingParagraph('const a = 2;\n', file)).toBe('const a = 2;');
  expect(missingParagraph('const c = 3;\n\nconst a = 1;\n', file)).toBe('const a = 1;');
  expect(missingParagraph('const b = 2;\nconst c = 3;\n', file)).toBe('const b = 2;\nconst c = 3;');
});
