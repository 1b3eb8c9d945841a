import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Storage } from '@agentcoord/core';
import { openFileStorage, openMemoryStorage } from '@agentcoord/storage-file';
import { openRedisStorage } from '@agentcoord/storage-redis';
import { type RedisServer, redisMissing, startRedisServer } from '@agentcoord/tooling/redis-server';
import { afterAll, beforeAll, describe, onTestFinished } from 'vitest';

/** How to reach one fresh namespace, again and again and from other processes. */
export interface Place {
  /** For the arguments of a child process. */
  address: string;
  open(): Promise<Storage>;
}

type OpenPlace = () => Promise<Place>;

/** A place of its own for one test; everything opened in it is closed and removed when the test ends. */
async function filePlace(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'agentcoord-approvals-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return { address: folder, open: async () => closedLater(await openFileStorage({ folder })) };
}

async function memoryPlace(): Promise<Place> {
  const storage = closedLater(await openMemoryStorage());
  return { address: '', open: async () => storage };
}

/** The same tests over memory, file and Redis; Redis is skipped, saying why, where there is no server. */
export function onEveryStore(title: string, define: (place: OpenPlace) => void): void {
  describe(`${title} on memory`, () => define(memoryPlace));
  describe(`${title} on file`, () => define(filePlace));
  const missing = redisMissing();
  describe.skipIf(missing)(`${title} on Redis${missing ? ` (skipped: ${missing})` : ''}`, () => {
    const server = sharedServer();
    define(async () => redisPlace(server()));
  });
}

function redisPlace({ socketPath }: RedisServer): Place {
  const namespace = randomUUID();
  return {
    address: `unix://${socketPath}?${namespace}`,
    open: async () => closedLater(await openRedisStorage({ path: socketPath, namespace })),
  };
}

function sharedServer(): () => RedisServer {
  let server: RedisServer | undefined;
  beforeAll(async () => {
    server = await startRedisServer({ appendOnly: true });
  });
  afterAll(() => server?.remove());
  return () => {
    if (server === undefined) throw new Error('There is no server.');
    return server;
  };
}

function closedLater(storage: Storage): Storage {
  onTestFinished(() => storage.close());
  return storage;
}
