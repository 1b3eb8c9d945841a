import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pause, type Storage, systemClock } from '@agentcoord/core';
import { openMemoryStorage } from '@agentcoord/storage-file';
import { type FailoverOptions, type FailoverStorage, openFailoverStorage } from '../../src/index.js';
import { settle } from './settled.js';
import { UnreliablePrimary } from './unreliable-primary.js';

/** Everything runs by itself here, in a tenth of the time it takes in earnest. */
const TIMES = { objectionMs: 500, aloneMs: 1_000, freezeMs: 500, lockDelayMs: 200 };

export interface LiveBed {
  primary: UnreliablePrimary;
  /** Where each host keeps its files. */
  folderOf(name: string): string;
  host(
    name: string,
    options?: Partial<FailoverOptions> & { settled?: 'local' | 'primary' },
  ): Promise<LiveHost>;
  close(): Promise<void>;
}

export interface LiveHost {
  storage: FailoverStorage;
  local: Storage;
}

export async function makeLiveBed(): Promise<LiveBed> {
  const folder = await mkdtemp(join(tmpdir(), 'agentcoord-'));
  const make = (): Promise<Storage> => openMemoryStorage();
  const primary = await UnreliablePrimary.start(make, systemClock);
  const opened: FailoverStorage[] = [];
  return {
    primary,
    folderOf: (name) => join(folder, name),
    async host(name, { settled, ...options } = {}) {
      const local = options.local ?? (await make());
      if (settled !== undefined) await settle(local, primary.store, settled);
      const storage = openFailoverStorage({
        primary: {
          open: () => Promise.resolve(primary.client()),
          address: 'redis.test:6379',
          host: 'localhost',
        },
        folder: join(folder, name),
        hostName: name,
        times: TIMES,
        ...options,
        local,
      });
      opened.push(storage);
      return { storage, local };
    },
    async close() {
      for (const storage of opened) await storage.close();
      await primary.store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Resolves when it is so; the test's own time is the limit. */
export async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await isSo())) await pause(10);
}

export async function push(storage: Storage, id: string, options = {}): Promise<void> {
  await storage.queues.push({ tasks: [{ id, title: id }] }, options);
}

export async function idsOf(storage: Storage): Promise<string[]> {
  const { tasks } = await storage.queues.list({ limit: 1_000 });
  return tasks.map(({ id }) => id).sort();
}
