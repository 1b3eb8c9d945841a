import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Storage } from '@agentcoord/core';
import { openFileStorage } from '@agentcoord/storage-file';
import { openRedisStorage } from '@agentcoord/storage-redis';
import type { ProofResult } from '@agentcoord/tooling/prove';
import { redisMissing, startRedisServer } from '@agentcoord/tooling/redis-server';
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
  const results = [await onFile(prove)];
  const missing = redisMissing();
  if (missing === undefined) results.push(await onRedis(prove));
  return {
    counts: Object.assign({}, ...results.map(({ counts }) => counts)),
    violations: results.flatMap(({ violations }) => violations),
    ...(missing === undefined ? {} : { skipped: `on Redis: ${missing}` }),
  };
}

async function onFile(prove: Prove): Promise<ProofResult> {
  const folder = await mkdtemp(join(tmpdir(), 'agentcoord-prove-'));
  const storage = await openFileStorage({ folder });
  const raw = rawFileLog(folder);
  try {
    return named('file', await prove({ storage, address: folder, raw, folder: join(folder, 'audit') }));
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
    return named('redis', await prove({ storage, address, raw, folder, restart }));
  } finally {
    await raw.close();
    await storage.close();
    await server.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

function named(store: string, { counts, violations }: ProofResult): ProofResult {
  return {
    counts: Object.fromEntries(Object.entries(counts).map(([name, count]) => [`${name}, ${store}`, count])),
    violations: violations.map((violation) => `${store}: ${violation}`),
  };
}
