import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Storage } from '@agentcoord/core';
import { openFileStorage } from '@agentcoord/storage-file';
import { openRedisStorage } from '@agentcoord/storage-redis';
import { onBothStores } from '@agentcoord/tooling/on-both-stores';
import type { ProofResult } from '@agentcoord/tooling/prove';
import { startRedisServer } from '@agentcoord/tooling/redis-server';
import { type RawLog, rawFileLog, rawRedisLog } from '../test/support/raw-log.js';

export interface PlaceToProve {
  storage: Storage;
  address: string;
  /** The same store from outside. */
  raw: RawLog;
  /** For seals and segments. */
  folder: string;
  /** Ends the server at once and starts it again; there is none behind a file. */
  restart?: () => Promise<void>;
}

type Prove = (place: PlaceToProve) => Promise<ProofResult>;

/** Proves on a fresh file store and on a fresh Redis; counts carry the name of the store. */
export async function onEveryStore(prove: Prove): Promise<ProofResult> {
  return onBothStores({ file: () => onFile(prove), redis: () => onRedis(prove) });
}

async function onFile(prove: Prove): Promise<ProofResult> {
  const folder = await mkdtemp(join(tmpdir(), 'agentcoord-prove-'));
  const storage = await openFileStorage({ folder });
  const raw = rawFileLog(folder);
  try {
    return await prove({ storage, address: folder, raw, folder: join(folder, 'audit') });
  } finally {
    await raw.close();
    await storage.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function onRedis(prove: Prove): Promise<ProofResult> {
  const folder = await mkdtemp(join(tmpdir(), 'agentcoord-prove-'));
  const server = await startRedisServer({ appendOnly: true, arguments: ['--appendfsync', 'always'] });
  const storage = await openRedisStorage({ path: server.socketPath, namespace: 'prove' });
  const raw = rawRedisLog(server.socketPath, 'prove');
  const restart = async (): Promise<void> => {
    await server.stop('SIGKILL');
    await server.start();
  };
  try {
    const address = `unix://${server.socketPath}?prove`;
    return await prove({ storage, address, raw, folder, restart });
  } finally {
    await raw.close();
    await storage.close();
    await server.remove();
    await rm(folder, { recursive: true, force: true });
  }
}
