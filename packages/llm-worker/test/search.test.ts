import { spawnSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type SearchRequest, searchFiles } from '../src/tools/search-files.js';
import { searchWithRipgrep } from '../src/tools/search-ripgrep.js';
import { openWorkspace } from '../src/workspace/workspace.js';
import { tempFolder } from './support/temp-folder.js';

const RIPGREP = 'rg';
const hasRipgrep = spawnSync(RIPGREP, ['--version']).status === 0;

let root: string;
let search: Omit<SearchRequest, 'pattern'>;

beforeEach(async () => {
  root = await tempFolder({
    'src/a.ts': 'const one = 1;\nconst two = "a.b";\n',
    'src/b.js': 'CONST ONE\n',
    'docs/c.md': 'aXb one\n',
    '.hidden/d.txt': 'one hidden\n',
    'node_modules/e.js': 'one\n',
    '.git/config': 'one\n',
  });
  await writeFile(join(root, 'binary.bin'), Buffer.from('one\0one'));
  await symlink('/etc', join(root, 'link'));
  search = {
    workspace: await openWorkspace(root),
    within: { relative: '', absolute: root },
    isRegex: false,
    ignoreCase: false,
    maxMatches: 100,
    signal: new AbortController().signal,
  };
});

const ways = [
  { name: 'without ripgrep', run: searchFiles, there: true },
  {
    name: 'with ripgrep (install the package ripgrep to run this)',
    run: searchWithRipgrep,
    there: hasRipgrep,
  },
];

for (const { name, run, there } of ways) {
  describe.runIf(there)(`a search ${name}`, () => {
    const places = async (request: Partial<SearchRequest> & { pattern: string }): Promise<string[]> => {
      const result = await run({ ...search, ...request });
      return (result?.matches ?? []).map((match) => `${match.path}:${match.line}: ${match.text}`).sort();
    };

    it('takes the pattern as plain text unless it is said to be a regular expression', async () => {
      expect(await places({ pattern: 'a.b' })).toEqual(['src/a.ts:2: const two = "a.b";']);
      expect(await places({ pattern: 'a.b', isRegex: true })).toEqual([
        'docs/c.md:1: aXb one',
        'src/a.ts:2: const two = "a.b";',
      ]);
    });

    it('looks into hidden files but not into git, folders of tools, binary files or links', async () => {
      expect(await places({ pattern: 'one' })).toEqual([
        '.hidden/d.txt:1: one hidden',
        'docs/c.md:1: aXb one',
        'src/a.ts:1: const one = 1;',
      ]);
      expect(await places({ pattern: 'root:' })).toEqual([]);
    });

    it('can ignore case, keep to a folder, a file or a glob', async () => {
      expect(await places({ pattern: 'const one', ignoreCase: true })).toHaveLength(2);
      const src = { relative: 'src', absolute: join(root, 'src') };
      expect(await places({ pattern: 'one', within: src })).toEqual(['src/a.ts:1: const one = 1;']);
      const file = { relative: 'docs/c.md', absolute: join(root, 'docs/c.md') };
      expect(await places({ pattern: 'one', within: file })).toEqual(['docs/c.md:1: aXb one']);
      expect(await places({ pattern: 'one', glob: '*.md' })).toEqual(['docs/c.md:1: aXb one']);
    });

    it('takes no pattern for an option', async () => {
      await writeFile(join(root, 'options.txt'), '--files\n-e one\n');
      expect(await places({ pattern: '--files' })).toEqual(['options.txt:1: --files']);
      expect(await places({ pattern: '-e one' })).toEqual(['options.txt:2: -e one']);
    });

    it('says when there is more', async () => {
      await writeFile(join(root, 'many.txt'), 'one\n'.repeat(50));
      const result = await run({ ...search, pattern: 'one', maxMatches: 10 });
      expect(result?.matches).toHaveLength(10);
      expect(result?.note).toContain('more than 10');
    });

    it('refuses a broken expression', async () => {
      await expect(run({ ...search, pattern: '(', isRegex: true })).rejects.toThrow(
        /no regular expression|search failed/,
      );
    });

    it('is stopped by its signal', async () => {
      await expect(run({ ...search, pattern: 'one', signal: AbortSignal.abort() })).rejects.toThrow();
    });
  });
}

describe('a search without ripgrep', () => {
  it('gives up an expression that would hang the process', async () => {
    await mkdir(join(root, 'slow'));
    await writeFile(join(root, 'slow/a.txt'), `${'a'.repeat(50)}!\n`);
    await expect(searchFiles({ ...search, pattern: '^(a+)+$', isRegex: true })).rejects.toMatchObject({
      code: 'tool_failed',
    });
  });
});
