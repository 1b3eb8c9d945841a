import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFileStorage } from '@agentcoord/storage-file';
import { openRedisStorage } from '@agentcoord/storage-redis';
import { onBothStores } from '@agentcoord/tooling/on-both-stores';
import type { ProofResult } from '@agentcoord/tooling/prove';
import { startRedisServer } from '@agentcoord/tooling/redis-server';
import type { TeamStore } from '../test/support/team-stores.js';

type Prove = (store: TeamStore) => Promise<ProofResult>;

/** Proves on a fresh file store and on a fresh Redis; counts carry the name of the store. */
export async function onEveryStore(prove: Prove): Promise<ProofResult> {
  return onBothStores({ file: () => onFile(prove), redis: () => onRedis(prove) });
}

async function onFile(prove: Prove): Promise<ProofResult> {
  const [folder, cwd] = await Promise.all([temporaryFolder(), temporaryFolder()]);
  const storage = await openFileStorage({ folder });
  try {
    return await prove({ storage, address: folder, cwd });
  } finally {
    await storage.close();
    await Promise.all([folder, cwd].map((one) => rm(one, { recursive: true, force: true })));
  }
}

async function onRedis(prove: Prove): Promise<ProofResult> {
  const server = await startRedisServer();
  const cwd = await temporaryFolder();
  const storage = await openRedisStorage({ path: server.socketPath, namespace: 'prove' });
  try {
    return await prove({ storage, address: `unix://${server.socketPath}?prove`, cwd });
  } finally {
    await storage.close();
    await server.remove();
    await rm(cwd, { recursive: true, force: true });
  }
}

function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'agentcoord-prove-'));
}
