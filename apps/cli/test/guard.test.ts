import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { setUpCli } from './support/cli.js';

const cli = setUpCli();
const at = (file: string): string => join(cli.folder, file);

interface GitEnd {
  code: number;
  stdout: string;
  stderr: string;
}

function git(args: string[], environment: Record<string, string> = {}): Promise<GitEnd> {
  const env = {
    PATH: `${at('bin')}:${process.env.PATH}`,
    HOME: cli.folder,
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@b',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@b',
    ...environment,
  };
  return new Promise((resolve) => {
    execFile('git', args, { cwd: cli.folder, env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

async function put(file: string, text: string, mode = 0o644): Promise<void> {
  await mkdir(dirname(at(file)), { recursive: true });
  await writeFile(at(file), text);
  await chmod(at(file), mode);
}

/** With the program on the PATH, as its users have it. */
async function guard(command: string) {
  await put('bin/agentcoord', `#!/bin/sh\nexec '${process.execPath}' '${cli.script}' "$@"\n`, 0o755);
  return cli.run(['guard', command], { environment: { PATH: `${at('bin')}:${process.env.PATH}` } });
}

const lock = (path: string, ...args: string[]) =>
  cli.run(['locks', 'acquire', path, '--agent', 'Ada', '--intent', 'Rename it', ...args]);

async function commit(environment: Record<string, string> = {}): Promise<GitEnd> {
  await writeFile(at('src/a.ts'), `${Math.random()}`);
  await git(['add', 'src']);
  return git(['commit', '--message', 'x'], environment);
}

describe('a commit', () => {
  test('passes where the program cannot start', async () => {
    await guard('install');
    await lock('src/a.ts');
    await put('bin/agentcoord', '#!/bin/sh\nexit 127\n', 0o755);
    expect(await commit()).toMatchObject({ code: 0 });
  });

  test('of a file that another agent holds is refused, naming who, why and how long', async () => {
    expect(await guard('install')).toMatchObject({ code: 0, stderr: '' });
    expect(await commit()).toMatchObject({ code: 0 });
    await lock('src/a.ts');
    const refused = await commit();
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/src\/a\.ts: Ada \(“Rename it”\), another (10m|9m \d+s)/);
    expect(refused.stderr).toContain('AGENTCOORD_GUARD=off git commit');
    await cli.run(['locks', 'release', 'src/a.ts', '--agent', 'Ada']);
    expect(await commit()).toMatchObject({ code: 0 });
  });

  test('by the holder itself passes, of a deleted or moved file and below a locked folder it does not', async () => {
    await guard('install');
    await commit();
    await lock('src', '--folder');
    expect(await commit({ AGENTCOORD_AGENT_ID: 'Ada' })).toMatchObject({ code: 0 });
    await git(['mv', 'src/a.ts', 'moved.ts']);
    expect(await git(['commit', '--message', 'x'])).toMatchObject({ code: 1 });
    await git(['reset', '--hard']);
    await git(['rm', '--quiet', 'src/deep/b.ts']);
    expect(await git(['commit', '--message', 'x'])).toMatchObject({ code: 1 });
  });

  test('in spite of a lock is possible, and on the record', async () => {
    await guard('install');
    await lock('src/a.ts');
    expect(await commit({ AGENTCOORD_GUARD: 'off', AGENTCOORD_AGENT_ID: 'Bob' })).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('the audit log says so'),
    });
    const { stdout } = await cli.run(['audit', 'list', '--json']);
    expect(stdout).toMatch(/guard-bypassed/);
    expect(stdout).toMatch(/pre-commit by Bob: src\/a\.ts \(held by Ada\)/);
  });

  test('goes on where nobody could look, and says so; unless strict', async () => {
    await guard('install');
    await put('.agentcoord/config.json', '{}');
    const broken = { AGENTCOORD_HOME: at('src/a.ts') };
    expect(await commit(broken)).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("'strict' is off"),
    });
    await put('.agentcoord/config.json', '{"hooks": {"strict": true}}');
    expect(await commit(broken)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("'strict' is on"),
    });
  });
});

describe('a push', () => {
  test('of a file that another agent holds is refused, whoever committed it, and a hook after it hears the same', async () => {
    await git(['init', '--quiet', '--bare', 'remote']);
    await git(['remote', 'add', 'origin', at('remote')]);
    await put('.git/hooks/pre-push', '#!/bin/sh\ncat > heard.txt\n', 0o755);
    await guard('install');
    await commit();
    const push = (environment = {}) =>
      git(['push', '--quiet', 'origin', 'HEAD:refs/heads/main'], environment);
    await lock('src/a.ts');
    expect(await push()).toMatchObject({ code: 1, stderr: expect.stringContaining('src/a.ts: Ada') });
    expect(await push({ AGENTCOORD_GUARD: 'off' })).toMatchObject({ code: 0 });
    expect(await readFile(at('heard.txt'), 'utf8')).toMatch(/^\S+ [0-9a-f]{40} refs\/heads\/main 0{40}\n$/);
    // What is there already is not pushed again.
    await put('other.ts', '');
    await git(['add', 'other.ts']);
    await git(['commit', '--message', 'x']);
    expect(await push()).toMatchObject({ code: 0 });
  });
});

describe('installing', () => {
  test.each([
    ['a shell script that ends early', '#!/usr/bin/env bash\n# mine\ntouch ran.txt\nexit 0\n'],
    ['one without a final newline', '#!/bin/sh\ntouch ran.txt'],
  ])('beside %s: both are asked, twice is once, and it is given back to the byte', async (_what, text) => {
    await put('.git/hooks/pre-commit', text, 0o755);
    await guard('install');
    const first = await readFile(at('.git/hooks/pre-commit'), 'utf8');
    await guard('install');
    expect(await readFile(at('.git/hooks/pre-commit'), 'utf8')).toBe(first);
    expect((await guard('status')).stdout).toMatch(/^installed .*\ninstalled /);
    await commit();
    expect((await stat(at('ran.txt'))).isFile()).toBe(true);
    await lock('src/a.ts');
    expect(await commit()).toMatchObject({ code: 1 });
    await guard('remove');
    expect(await readFile(at('.git/hooks/pre-commit'), 'utf8')).toBe(text);
    expect((await stat(at('.git/hooks/pre-commit'))).mode & 0o777).toBe(0o755);
    await expect(stat(at('.git/hooks/pre-push'))).rejects.toThrow('ENOENT');
    expect(await commit()).toMatchObject({ code: 0 });
  });

  test('goes where git looks: core.hooksPath, and the files of husky beside its own folder', async () => {
    await git(['config', 'core.hooksPath', 'hooks']);
    await guard('install');
    expect((await stat(at('hooks/pre-commit'))).mode & 0o111).toBe(0o111);
    await guard('remove');
    await git(['config', 'core.hooksPath', '.husky/_']);
    await put(
      '.husky/_/pre-commit',
      '#!/usr/bin/env sh\nsh -e "$(dirname "$0")/../pre-commit" "$@"\n',
      0o755,
    );
    await put('.husky/pre-commit', 'touch ran.txt\n');
    await guard('install');
    await lock('src/a.ts');
    expect(await commit()).toMatchObject({ code: 1 });
    await guard('remove');
    expect(await readFile(at('.husky/pre-commit'), 'utf8')).toBe('touch ran.txt\n');
  });

  test('leaves alone what it cannot join, and says what to do', async () => {
    await put('.git/hooks/pre-commit', '#!/usr/bin/env python3\nprint(1)\n', 0o755);
    expect((await guard('install')).stderr).toMatch(/another language\. Call '.*guard check pre-commit'/);
    await put('.git/hooks/pre-commit', '#!/bin/sh\n', 0o644);
    expect((await guard('install')).stderr).toContain('not executable');
    await expect(stat(at('.git/hooks/pre-push'))).rejects.toThrow('ENOENT');
  });

  test('never stops a commit once the program is gone', async () => {
    await guard('install');
    await put('bin/agentcoord', '', 0o644);
    expect(await commit()).toMatchObject({ code: 0, stderr: expect.stringContaining('was not found') });
  });
});
