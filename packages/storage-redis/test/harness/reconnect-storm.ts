import { randomUUID } from 'node:crypto';
import { AgentCoordError, pause, type Storage } from '@agentcoord/core';
import type { RedisServer } from '@agentcoord/tooling/redis-server';
import { openRedisStorage } from '../../src/index.js';

export interface Storm {
  /** From the server's start to the last client's first answer. */
  lastMs: number;
  /** The largest part of all clients that came back within one hundredth of a second. */
  largestBurst: number;
  violations: string[];
}

/** Long enough for every client to have failed a few times, so that the delays between its tries have grown. */
const AWAY_MS = 1_500;
const SLICE_MS = 10;

/** The server goes away and comes back under many clients that work on without a break. */
export async function reconnectStorm(server: RedisServer, clients: number): Promise<Storm> {
  const namespace = randomUUID();
  const storages: Storage[] = [];
  // A few at a time: this is not yet the storm.
  while (storages.length < clients) {
    const wave = Math.min(20, clients - storages.length);
    const options = { namespace, path: server.socketPath };
    storages.push(...(await Promise.all(Array.from({ length: wave }, () => openRedisStorage(options)))));
  }
  try {
    await server.stop('SIGKILL');
    const returning = storages.map(backAt);
    await pause(AWAY_MS);
    const startedAt = performance.now();
    await server.start();
    const backs = (await Promise.all(returning)).map((at) => at - startedAt).sort((a, b) => a - b);
    const slices = new Map<number, number>();
    for (const ms of backs) {
      const slice = Math.floor(ms / SLICE_MS);
      slices.set(slice, (slices.get(slice) ?? 0) + 1);
    }
    const lastMs = Math.ceil(backs.at(-1) ?? 0);
    const largestBurst = Math.max(...slices.values()) / clients;
    const violations = [];
    if (lastMs > 10_000) violations.push(`the last client was back after ${lastMs} ms`);
    if (largestBurst > 0.5) violations.push(`${Math.round(100 * largestBurst)} % came back at once`);
    return { lastMs, largestBurst, violations };
  } finally {
    await Promise.all(storages.map((storage) => storage.close()));
  }
}

async function backAt(storage: Storage): Promise<number> {
  for (;;) {
    try {
      await storage.now();
      return performance.now();
    } catch (error) {
      if (!AgentCoordError.is(error, 'storage_unavailable')) throw error;
    }
  }
}
