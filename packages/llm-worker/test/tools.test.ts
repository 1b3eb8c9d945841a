import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { toolDefinitions, toolsWith } from '../src/tools/tool-set.js';
import { FencedFolder } from './support/fenced-folder.js';
import { LockTable } from './support/lock-table.js';
import { tempFolder } from './support/temp-folder.js';
import { type ToolBench, toolBench } from './support/tool-bench.js';

let root: string;
let locks: LockTable;
let files: FencedFolder;
let bench: ToolBench;

beforeEach(async () => {
  root = await tempFolder({
    'src/a.ts': 'one\ntwo\nthree\n',
    'src/crlf.txt': 'one\r\ntwo\r\nthree\r\n',
    'src/deep/b.test.ts': 'test one\n',
    'node_modules/x/index.js': 'one\n',
    'README.md': '# One\n',
  });
  locks = new LockTable();
  files = new FencedFolder();
  bench = await toolBench(root, { locks, files });
});

const content = (path: string): Promise<string> => readFile(join(root, path), 'utf8');

describe('a call that is not right', () => {
  it('is answered with what is wrong, whatever the model sends', async () => {
    const wrong: Array<[string, unknown]> = [
      ['read_file', {}],
      ['read_file', { path: 7 }],
      ['read_file', { path: 'src/a.ts', unknown: true }],
      ['read_file', { path: 'src/a.ts', first_line: 0 }],
      ['read_file', { path: 'src/a.ts', first_line: 1.5 }],
      ['read_file', null],
      ['read_file', 'src/a.ts'],
      ['read_file', ['src/a.ts']],
      ['write_file', { path: 'src/a.ts' }],
      ['write_file', { path: 'new.ts', content: 'x', wait_seconds: 1e9 }],
      ['edit_file', { path: 'src/a.ts', old_text: '', new_text: 'x' }],
      ['list_files', { glob: 'x'.repeat(1000) }],
      ['list_files', { glob: '{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}' }],
      ['search', { pattern: '' }],
      ['search', { pattern: '(', regex: true }],
      ['finish', { summary: '   ' }],
      ['run_command', { command: ' ' }],
      ['run_command', { command: 'id', cwd: '..' }],
      ['__proto__', {}],
      ['', {}],
    ];
    for (const [name, input] of wrong) {
      const answer = await bench.call(name, input);
      expect(answer, `${name} ${JSON.stringify(input)}`).toMatchObject({ isError: true });
      expect(answer.text).toMatch(/^Error \((invalid_argument|not_found|tool_failed)\): ./);
    }
  });

  it('says which tools there are', async () => {
    expect((await bench.call('delete_everything', {})).text).toContain(
      'list_files, search, read_file, write_file, edit_file, patch_file, run_command, report_progress, finish',
    );
  });
});

describe('tool definitions', () => {
  it('are JSON Schemas of objects that allow nothing else', () => {
    for (const tool of toolDefinitions(toolsWith())) {
      expect(tool.description.length).toBeGreaterThan(20);
      expect(tool.inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(tool.inputSchema).not.toHaveProperty('$schema');
    }
    const read = toolDefinitions(toolsWith()).find((tool) => tool.name === 'read_file');
    expect(read?.inputSchema).toMatchObject({ required: ['path'] });
  });
});

describe('read_file', () => {
  it('numbers lines, and says where it stopped', async () => {
    expect((await bench.call('read_file', { path: 'src/a.ts' })).text).toBe(
      '     1\tone\n     2\ttwo\n     3\tthree',
    );
    expect((await bench.call('read_file', { path: 'src/a.ts', first_line: 2, last_line: 2 })).text).toBe(
      '     2\ttwo\n[lines 2 to 2 of 3]',
    );
  });

  it('shows a large file in parts that fit', async () => {
    await writeFile(
      join(root, 'large.txt'),
      Array.from({ length: 5000 }, (_, index) => `line ${index + 1}`).join('\n'),
    );
    const first = await bench.call('read_file', { path: 'large.txt' });
    expect(first.text).toContain('[lines 1 to 2000 of 5000]');
    expect((await bench.call('read_file', { path: 'large.txt', first_line: 4001 })).text).toContain(
      '5000\tline 5000',
    );
  });

  it('refuses what is no text, is too large, or is not there', async () => {
    await writeFile(join(root, 'binary'), Buffer.from([1, 0, 2]));
    await writeFile(join(root, 'latin'), Buffer.from([0xe9, 0x0a]));
    await writeFile(join(root, 'huge'), Buffer.alloc(5 * 1024 * 1024, 'a'));
    expect(await bench.call('read_file', { path: 'binary' })).toMatchObject({
      errorCode: 'invalid_argument',
    });
    expect(await bench.call('read_file', { path: 'latin' })).toMatchObject({ errorCode: 'invalid_argument' });
    expect(await bench.call('read_file', { path: 'huge' })).toMatchObject({ errorCode: 'too_large' });
    expect(await bench.call('read_file', { path: 'missing' })).toMatchObject({ errorCode: 'not_found' });
    expect(await bench.call('read_file', { path: 'src/a.ts', first_line: 9 })).toMatchObject({
      isError: true,
    });
  });
});

describe('write_file', () => {
  it('creates a file with its folders, and gives it the rights of a text file', async () => {
    expect((await bench.call('write_file', { path: 'new/deep/c.ts', content: 'c\n' })).text).toBe(
      'Created new/deep/c.ts.',
    );
    expect(await content('new/deep/c.ts')).toBe('c\n');
    expect((await stat(join(root, 'new/deep/c.ts'))).mode & 0o777).toBe(0o644);
  });

  it('does not replace what the model has not seen', async () => {
    expect(await bench.call('write_file', { path: 'src/a.ts', content: 'x' })).toMatchObject({
      errorCode: 'conflict',
    });
    expect(await content('src/a.ts')).toBe('one\ntwo\nthree\n');
  });

  it('does not replace what another agent changed since it was read: no edit is lost', async () => {
    await bench.call('read_file', { path: 'src/a.ts' });
    await writeFile(join(root, 'src/a.ts'), 'of another agent\n');
    expect(await bench.call('write_file', { path: 'src/a.ts', content: 'x' })).toMatchObject({
      errorCode: 'conflict',
    });
    await bench.call('read_file', { path: 'src/a.ts' });
    expect((await bench.call('write_file', { path: 'src/a.ts', content: 'x' })).text).toBe(
      'Replaced src/a.ts.',
    );
    expect((await bench.call('write_file', { path: 'src/a.ts', content: 'y' })).isError).toBeUndefined();
  });

  it('keeps the rights of the file', async () => {
    await chmod(join(root, 'src/a.ts'), 0o755);
    await bench.call('edit_file', { path: 'src/a.ts', old_text: 'two', new_text: '2' });
    expect((await stat(join(root, 'src/a.ts'))).mode & 0o777).toBe(0o755);
  });
});

describe('edit_file', () => {
  it('replaces the one place that matches, and takes `$&` and the like for plain text', async () => {
    const answer = await bench.call('edit_file', {
      path: 'src/a.ts',
      old_text: 'two',
      new_text: "$& $1 $' \\n",
    });
    expect(answer.text).toBe('Edited src/a.ts at line 2.');
    expect(await content('src/a.ts')).toBe("one\n$& $1 $' \\n\nthree\n");
  });

  it('changes nothing when the text is not there, or there more than once', async () => {
    for (const old_text of ['four', 'e', 'Two', 'one\r\ntwo']) {
      expect(
        await bench.call('edit_file', { path: 'src/a.ts', old_text, new_text: 'x' }),
        old_text,
      ).toMatchObject({
        errorCode: 'conflict',
      });
    }
    await writeFile(join(root, 'overlap'), 'aaa');
    expect(
      (await bench.call('edit_file', { path: 'overlap', old_text: 'aa', new_text: 'b' })).text,
    ).toContain('2 times');
    expect(await content('src/a.ts')).toBe('one\ntwo\nthree\n');
  });

  it('keeps the line ends of the file', async () => {
    await bench.call('edit_file', { path: 'src/crlf.txt', old_text: 'one\ntwo', new_text: '1\n2' });
    expect(await content('src/crlf.txt')).toBe('1\r\n2\r\nthree\r\n');
  });

  it('keeps a byte order mark', async () => {
    await writeFile(join(root, 'bom.txt'), '\ufeffone\n');
    await bench.call('edit_file', { path: 'bom.txt', old_text: 'one', new_text: 'two' });
    expect(await content('bom.txt')).toBe('\ufefftwo\n');
  });
});

describe('list_files', () => {
  it('names files and folders, and does not enter those of tools', async () => {
    expect((await bench.call('list_files', {})).text.split('\n')).toEqual([
      'README.md',
      'node_modules/',
      'src/',
      'src/a.ts',
      'src/crlf.txt',
      'src/deep/',
      'src/deep/b.test.ts',
    ]);
    expect((await bench.call('list_files', { path: 'node_modules/x' })).text).toBe('node_modules/x/index.js');
  });

  it('filters by pattern and depth', async () => {
    expect((await bench.call('list_files', { glob: '*.ts' })).text).toBe('src/a.ts\nsrc/deep/b.test.ts');
    expect((await bench.call('list_files', { glob: 'src/*.{ts,txt}' })).text).toBe('src/a.ts\nsrc/crlf.txt');
    expect((await bench.call('list_files', { glob: '**/*.test.ts' })).text).toBe('src/deep/b.test.ts');
    expect((await bench.call('list_files', { path: 'src', depth: 1 })).text).not.toContain('b.test.ts');
    expect((await bench.call('list_files', { glob: '*.none' })).text).toBe('Nothing found.');
  });

  it('is not slowed down by a pattern made to be slow', async () => {
    await writeFile(join(root, 'a'.repeat(250)), '');
    const answer = await bench.call('list_files', { glob: `${'*a'.repeat(99)}b` });
    expect(answer.text).toBe('Nothing found.');
  });
});

describe('the locks of writes', () => {
  it('are taken with the first write and kept', async () => {
    await bench.call('edit_file', { path: 'src/a.ts', old_text: 'one', new_text: '1' });
    await bench.call('edit_file', { path: 'src/a.ts', old_text: 'two', new_text: '2' });
    await bench.call('read_file', { path: 'README.md' });
    expect(locks.history).toEqual(['worker takes src/a.ts']);
  });

  it('tell the model who has the file, why and until when, and nothing is written', async () => {
    const other = await toolBench(root, { locks, files, holder: 'other' });
    await other.call('edit_file', { path: 'src/a.ts', old_text: 'one', new_text: '1' });
    const answer = await bench.call('edit_file', { path: 'src/a.ts', old_text: 'two', new_text: '2' });
    expect(answer).toMatchObject({ isError: true, errorCode: 'lock_held' });
    expect(answer.text).toContain('"holder":"other"');
    expect(answer.text).toContain('"intent":"test"');
    expect(answer.text).toContain('"expiresAt":1800000000000');
    expect(await content('src/a.ts')).toBe('1\ntwo\nthree\n');
  });

  it('can be waited for, also while others are held', async () => {
    const other = await toolBench(root, { locks, files, holder: 'other' });
    await other.call('edit_file', { path: 'src/a.ts', old_text: 'one', new_text: '1' });
    await bench.call('write_file', { path: 'own.txt', content: 'mine' });
    const waiting = bench.call('edit_file', {
      path: 'src/a.ts',
      old_text: 'two',
      new_text: '2',
      wait_seconds: 20,
    });
    await other.locks.releaseAll();
    expect((await waiting).text).toBe('Edited src/a.ts at line 2.');
    expect(await content('src/a.ts')).toBe('1\n2\nthree\n');
  });

  it('are given back last first', async () => {
    for (const path of ['1.txt', '2.txt', '3.txt']) await bench.call('write_file', { path, content: path });
    await bench.locks.releaseAll();
    expect(locks.history.slice(3)).toEqual([
      'worker gives 3.txt',
      'worker gives 2.txt',
      'worker gives 1.txt',
    ]);
    expect(locks.held()).toEqual([]);
  });

  it('give each write the fence of its own lock', async () => {
    await bench.call('write_file', { path: '1.txt', content: 'a' });
    await bench.call('write_file', { path: '2.txt', content: 'b' });
    await bench.call('write_file', { path: '1.txt', content: 'c' });
    expect(files.writes.map(({ fence }) => fence)).toEqual([1001, 1002, 1001]);
  });

  it('end the task when a write comes too late', async () => {
    files.accept(join(root, 'src/a.ts'), 5000);
    await expect(
      bench.call('edit_file', { path: 'src/a.ts', old_text: 'one', new_text: '1' }),
    ).rejects.toMatchObject({
      code: 'fenced',
    });
    expect(await content('src/a.ts')).toBe('one\ntwo\nthree\n');
  });
});
