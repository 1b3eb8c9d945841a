import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { oneAtATime } from '../launch/one-at-a-time.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'agentcoord-set-up-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('lets one set-up in at a time', async () => {
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise(setImmediate);
    inside -= 1;
  };
  await Promise.all([1, 2, 3].map(() => oneAtATime(work, { folder, pollMs: 5 })));
  expect(most).toBe(1);
});

test('takes over from a set-up that was killed', async () => {
  const deadProcessId = spawnSync(process.execPath, ['--version']).pid;
  mkdirSync(join(folder, 'set-up.lock'));
  writeFileSync(join(folder, 'set-up.lock', `${deadProcessId}-1`), '');
  await expect(oneAtATime(async () => 'ran', { folder, pollMs: 5 })).resolves.toBe('ran');
  expect(readdirSync(join(folder, 'set-up.lock'))).toEqual([]);
});
