import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of this test alone, removed when it ends. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'agentcoord-client-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A real git repository, without a commit unless `commit` is asked for. */
export function temporaryRepository(options: { origin?: string; commit?: boolean } = {}): string {
  const folder = join(temporaryFolder(), 'project');
  mkdirSync(folder);
  git(folder, 'init', '--quiet');
  if (options.origin !== undefined) git(folder, 'remote', 'add', 'origin', options.origin);
  if (options.commit) git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'first');
  return folder;
}

export function git(cwd: string, ...args: string[]): string {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.invalid'];
  const environment = { PATH: process.env.PATH, HOME: cwd, GIT_CONFIG_NOSYSTEM: '1' };
  return execFileSync('git', [...identity, ...args], { cwd, env: environment, encoding: 'utf8' });
}

export function write(folder: string, path: string, content: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}
