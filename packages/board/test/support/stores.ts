import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject, Storage } from '@agentcoord/core';
import { openFileStorage, openMemoryStorage } from '@agentcoord/storage-file';
import { openRedisStorage } from '@agentcoord/storage-redis';
import { type RedisServer, redisMissing, startRedisServer } from '@agentcoord/tooling/redis-server';
import { afterAll, beforeAll, onTestFinished } from 'vitest';

export const missing = redisMissing();

export interface Store {
  storage: Storage;
  /** How a child process opens the same one; left out where none can. */
  connection?: { open: 'file' | 'redis'; options: JsonObject };
}

export interface StoreKind {
  store: string;
  /** Why it cannot be tried here. */
  missing?: string;
  /** A storage of its own for one test; closed and removed when the test ends. */
  open(): Promise<Store>;
}

/** Call it at the top of a test file: the Redis server is one for all of its tests. */
export function stores(options: Parameters<typeof startRedisServer>[0] = {}): StoreKind[] {
  let server: RedisServer | undefined;
  beforeAll(async () => {
    if (!missing) server = await startRedisServer(options);
  });
  afterAll(() => server?.remove());
  return [
    { store: 'memory', open: async () => ({ storage: closedLater(await openMemoryStorage()) }) },
    { store: 'file', open: fileStore },
    {
      store: missing ? `Redis (skipped: ${missing})` : 'Redis',
      missing,
      async open() {
        if (server === undefined) throw new Error('no server');
        const options = { namespace: randomUUID(), path: server.socketPath };
        const storage = closedLater(await openRedisStorage(options));
        return { storage, connection: { open: 'redis', options } };
      },
    },
  ];
}

async function fileStore(): Promise<Store> {
  const folder = await storeFolder();
  const storage = closedLater(await openFileStorage({ folder }));
  return { storage, connection: { open: 'file', options: { folder } } };
}

export async function storeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'agentcoord-board-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function closedLater(storage: Storage): Storage {
  onTestFinished(() => storage.close());
  return storage;
}
