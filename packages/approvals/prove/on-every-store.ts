import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Storage } from '@agentcoord/core';
import { openFileStorage } from '@agentcoord/storage-file';
import { openRedisStorage } from '@agentcoord/storage-redis';
import { onBothStores } from '@agentcoord/tooling/on-both-stores';
import type { ProofResult } from '@agentcoord/tooling/prove';
import { startRedisServer } from '@agentcoord/tooling/redis-server';

export interface PlaceToProve {
  store: 'file' | 'redis';
  address: string;
  storage: Storage;
}

/** Proves on a fresh file store and on a fresh Redis; counts carry the name of the store. */
export async function onEveryStore(
  prove: (place: PlaceToProve) => Promise<ProofResult>,
): Promise<ProofResult> {
  return onBothStores({ file: () => onFile(prove), redis: () => onRedis(prove) });
}

async function onFile(prove: (place: PlaceToProve) => Promise<ProofResult>): Promise<ProofResult> {
  const folder = await mkdtemp(join(tmpdir(), 'agentcoord-prove-'));
  const storage = await openFileStorage({ folder });
  try {
    return await prove({ store: 'file', address: folder, storage });
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
    return await prove({ store: 'redis', address, storage });
  } finally {
    await storage.close();
    await server.remove();
  }
}
