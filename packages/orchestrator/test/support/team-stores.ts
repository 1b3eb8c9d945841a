import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Storage } from '@agentcoord/core';
import { openFileStorage } from '@agentcoord/storage-file';
import { openRedisStorage } from '@agentcoord/storage-redis';
import { type RedisServer, redisMissing, startRedisServer } from '@agentcoord/tooling/redis-server';
import { afterAll, beforeAll, onTestFinished } from 'vitest';

/** A store of its own, and how another process arrives at it. */
export interface TeamStore {
  storage: Storage;
  /** A folder, or `unix://<socket>?<namespace>`. */
  address: string;
  /** An empty folder to work in. */
  cwd: string;
}

export interface TeamStoreKind {
  store: string;
  missing?: string;
  open(): Promise<TeamStore>;
}

/** Call it at the top of a test file: the Redis server is one for all of its tests. */
export function teamStores(): TeamStoreKind[] {
  const missing = redisMissing();
  let server: RedisServer | undefined;
  beforeAll(async () => {
    if (!missing) server = await startRedisServer();
  });
  afterAll(() => server?.remove());
  return [
    { store: 'the file store', open: fileStore },
    {
      store: missing ? `Redis (skipped: ${missing})` : 'Redis',
      missing,
      async open() {
        if (server === undefined) throw new Error('no server');
        const namespace = randomUUID();
        const storage = closedLater(await openRedisStorage({ namespace, path: server.socketPath }));
        return { storage, address: `unix://${server.socketPath}?${namespace}`, cwd: await temporaryFolder() };
      },
    },
  ];
}

export async function fileStore(): Promise<TeamStore> {
  const folder = await temporaryFolder();
  const storage = closedLater(await openFileStorage({ folder }));
  return { storage, address: folder, cwd: await temporaryFolder() };
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'agentcoord-teams-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function closedLater(storage: Storage): Storage {
  onTestFinished(() => storage.close());
  return storage;
}
