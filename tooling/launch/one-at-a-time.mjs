import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { stateFolder } from './root.mjs';

const lockFolder = join(stateFolder, 'set-up.lock');

/** Two commands started at once must not install or build at once. */
export async function oneAtATime(work) {
  const holder = `${process.pid}-${Date.now()}`;
  const staged = join(stateFolder, `set-up.${holder}`);
  mkdirSync(staged, { recursive: true });
  writeFileSync(join(staged, holder), '');
  for (let waits = 0; !tryTake(staged); waits += 1) {
    if (waits === 5) console.error(`Waiting for process ${readHolders()} to finish its set-up …`);
    await pause(200);
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
function tryTake(staged) {
  try {
    renameSync(staged, lockFolder);
    return true;
  } catch (error) {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  }
  for (const holder of readHolders()) {
    if (!isAlive(Number.parseInt(holder, 10))) rmSync(join(lockFolder, holder), { force: true });
  }
  return false;
}

function readHolders() {
  return readdirSync(lockFolder);
}

function isAlive(processId) {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
