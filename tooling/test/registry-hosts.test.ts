import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './workspace.js';

/** Where packages come from is the business of each machine's own settings, never of this repository. */
const registryHost =
  /\b(?:registry|npm|packages|verdaccio|artifactory)\.[a-z0-9.-]*[a-z0-9]\.(?:com|dev|io|net|org)\b/i;

test('the lockfile names no place to download from', () => {
  const lockfile = readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8');
  expect(lockfile.split('\n').filter((line) => /https?:\/\/|tarball:/.test(line))).toEqual([]);
});

test('no tracked file names a package registry', () => {
  const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0');
  const files = tracked.filter((file) => existsSync(join(root, file)) && statSync(join(root, file)).isFile());
  expect(files.filter((file) => registryHost.test(readFileSync(join(root, file), 'utf8')))).toEqual([]);
});
