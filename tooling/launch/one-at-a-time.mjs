import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { stateFolder } from './root.mjs';

const waitsBeforeMessage = 5;

/**
 * Two commands started at once must not install or build at once.
 * @template Result
 * @param {() => Promise<Result>} work
 */
export async function oneAtATime(work, { folder = stateFolder, pollMs = 200 } = {}) {
  const holder = `${process.pid}-${randomUUID()}`;
  const lockFolder = join(folder, 'set-up.lock');
  const staged = join(folder, `set-up.${holder}`);
  mkdirSync(staged, { recursive: true });
  writeFileSync(join(staged, holder), '');
  for (let waits = 0; !tryTake(lockFolder, staged); waits += 1) {
    if (waits === waitsBeforeMessage) console.error('Waiting for another set-up of this checkout …');
    await pause(pollMs);
  }
  try {
    return await work();
  } finally {
    rmSync(join(lockFolder, holder), { force: true });
  }
}

/**
 * Renaming a folder onto another succeeds only while the other is empty. What a dead holder left is
 * removed by its own name, so that two takers can never remove each other's lock.
 */
function tryTake(lockFolder, staged) {
  try {
    renameSync(staged, lockFolder);
    return true;
  } catch (error) {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  }
  for (const holder of readdirSync(lockFolder)) {
    if (!isAlive(Number.parseInt(holder, 10))) rmSync(join(lockFolder, holder), { force: true });
  }
  return false;
}

function isAlive(processId) {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
