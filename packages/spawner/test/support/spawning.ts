import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Storage } from '@agentcoord/core';
import { openFileStorage } from '@agentcoord/storage-file';
import { expect, onTestFinished, vi } from 'vitest';
import { WorkerSpawner, type WorkerSpawnerOptions } from '../../src/index.js';
import { processesOf } from './processes.js';
import { temporaryFolder } from './temporary.js';

const WORKER = fileURLToPath(new URL('../tiny-worker.process.ts', import.meta.url));
const LOAD_SOURCES = ['--conditions=@agentcoord/source', '--import', import.meta.resolve('tsx')];

// Starting processes takes its time on a busy machine; nothing is concluded from how long.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

export interface Spawning {
  folder: string;
  store: string;
  storage: Storage;
  spawner: WorkerSpawner;
  /** Another process's view: its own storage and spawner over the same store. */
  another(options?: Partial<WorkerSpawnerOptions>): Promise<{ storage: Storage; spawner: WorkerSpawner }>;
}

/** A store, and a spawner of the tiny worker; every worker is stopped when the test ends. */
export async function setUpSpawning(): Promise<Spawning> {
  const folder = temporaryFolder();
  const store = join(folder, 'store');
  // Runs after all spawners have stopped what they started, and before the folder goes.
  onTestFinished(async () => {
    await expect.poll(() => processesOf(folder), { timeout: 20_000 }).toEqual([]);
  });
  const another: Spawning['another'] = async (options) => {
    const storage = await openFileStorage({ folder: store });
    const spawner = new WorkerSpawner({
      storage,
      logFolder: join(folder, 'logs'),
      cwd: folder,
      program: { command: process.execPath, args: [...LOAD_SOURCES, WORKER] },
      environment: { STORE: store },
      ...options,
    });
    onTestFinished(async () => {
      await spawner.stopAll({ grace: 0 });
      await spawner.close();
      await storage.close();
    });
    return { storage, spawner };
  };
  return { folder, store, another, ...(await another()) };
}
