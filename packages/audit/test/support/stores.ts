import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Storage } from '@agentcoord/core';
import { openFileStorage, openMemoryStorage } from '@agentcoord/storage-file';
import { openRedisStorage } from '@agentcoord/storage-redis';
import { type RedisServer, redisMissing, startRedisServer } from '@agentcoord/tooling/redis-server';
import { afterAll, beforeAll, describe, onTestFinished } from 'vitest';
import { type RawLog, rawFileLog, rawRedisLog } from './raw-log.js';

/** One fresh namespace. */
export interface Place {
  storage: Storage;
  /** For the arguments of a child process. */
  address: string;
  raw(): RawLog;
}

type OpenPlace = () => Promise<Place>;

/** A folder of this test alone, removed when it ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'agentcoord-audit-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function memoryPlace(): Promise<Place> {
  const storage = closedLater(await openMemoryStorage());
  return {
    storage,
    address: '',
    raw() {
      throw new Error('A store in memory has no outside.');
    },
  };
}

async function filePlace(): Promise<Place> {
  const folder = await temporaryFolder();
  const storage = closedLater(await openFileStorage({ folder }));
  return { storage, address: folder, raw: () => closedLater(rawFileLog(folder)) };
}

/** The same tests over memory, file and Redis; Redis is skipped, saying why, where there is no server. */
export function onEveryStore(title: string, define: (open: OpenPlace) => void): void {
  describe(`${title} on memory`, () => define(memoryPlace));
  onSharedStores(title, define);
}

/** As `onEveryStore`, where other processes or raw access are needed. */
export function onSharedStores(title: string, define: (open: OpenPlace) => void): void {
  describe(`${title} on file`, () => define(filePlace));
  const missing = redisMissing();
  describe.skipIf(missing)(`${title} on Redis${missing ? ` (skipped: ${missing})` : ''}`, () => {
    const server = sharedServer();
    define(() => redisPlace(server()));
  });
}

async function redisPlace({ socketPath }: RedisServer): Promise<Place> {
  const namespace = randomUUID();
  const storage = closedLater(await openRedisStorage({ path: socketPath, namespace }));
  const address = `unix://${socketPath}?${namespace}`;
  return { storage, address, raw: () => closedLater(rawRedisLog(socketPath, namespace)) };
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

function closedLater<T extends { close(): Promise<void> }>(opened: T): T {
  onTestFinished(() => opened.close());
  return opened;
}
