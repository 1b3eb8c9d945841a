import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Storage } from '@agentcoord/core';
import { openFileStorage } from '@agentcoord/storage-file';
import { openRedisStorage } from '@agentcoord/storage-redis';
import type { ProofResult } from '@agentcoord/tooling/prove';
import { redisMissing, startRedisServer } from '@agentcoord/tooling/redis-server';

export interface PlaceToProve {
  store: 'file' | 'redis';
  address: string;
  storage: Storage;
}

/** Proves on a fresh file store and on a fresh Redis; counts carry the name of the store. */
export async function onEveryStore(
  prove: (place: PlaceToProve) => Promise<ProofResult>,
): Promise<ProofResult> {
  const results = [await onFile(prove)];
  const missing = redisMissing();
  if (missing === undefined) results.push(await onRedis(prove));
  return {
    counts: Object.assign({}, ...results.map(({ counts }) => counts)),
    violations: results.flatMap(({ violations }) => violations),
    ...(missing === undefined ? {} : { skipped: `on Redis: ${missing}` }),
  };
}

async function onFile(prove: (place: PlaceToProve) => Promise<ProofResult>): Promise<ProofResult> {
  const folder = await mkdtemp(join(tmpdir(), 'agentcoord-prove-'));
  const storage = await openFileStorage({ folder });
  try {
    return named('file', await prove({ store: 'file', address: folder, storage }));
  } finally {
    await storage.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function onRedis(prove: (place: PlaceToProve) => Promise<ProofResult>): Promise<ProofResult> {
  const server = await startRedisServer();
  const storage = await openRedisStorage({ path: server.socketPath, namespace: 'prove' });
  try {
    const address = `unix://${server.socketPath}?prove`;
    return named('redis', await prove({ store: 'redis', address, storage }));
  } finally {
    await storage.close();
    await server.remove();
  }
}

function named(store: string, { counts, violations }: ProofResult): ProofResult {
  return {
    counts: Object.fromEntries(Object.entries(counts).map(([name, count]) => [`${name}, ${store}`, count])),
    violations: violations.map((violation) => `${store}: ${violation}`),
  };
}
