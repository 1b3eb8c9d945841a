import { AgentCoordError } from '@agentcoord/core';
import type { Redis } from 'ioredis';
import { decodeReply } from '../call/reply.js';
import type { Keys } from '../keys.js';
import { inOrder } from '../scripts/script-input.js';
import { SCRIPTS } from '../scripts/scripts.js';
import { withMigrationMutex } from './migration-mutex.js';
import { runScript } from './run-script.js';

/**
 * One step of the layout of a namespace to the next. It may run again after it was cut off, and in the worst
 * case twice at once, so it must be idempotent. No other call runs meanwhile.
 */
export type Migration = (redis: Redis, keys: Keys, signal: AbortSignal) => Promise<void>;

/** Steps from the first layout on; a published step is never edited, a change is one more at the end. */
const MIGRATIONS: readonly Migration[] = [];

export interface MigrationOptions {
  migrations?: readonly Migration[];
  /** How long a migrator that died keeps the others waiting. Default 10,000 ms. */
  mutexMs?: number;
}

/** The layout that this version reads and writes. */
export const SCHEMA = MIGRATIONS.length + 1;

/**
 * Makes sure that the namespace has the layout that this version reads and writes. A newer version that
 * migrates gives the server a new name first, so a client that runs an older one looks here at its next call.
 * @throws `schema_too_new`
 */
export async function checkSchema(
  redis: Redis,
  keys: Keys,
  { migrations = MIGRATIONS, mutexMs = 10_000 }: MigrationOptions = {},
): Promise<void> {
  const supported = migrations.length + 1;
  const look = async () => {
    const [schema, migrating] = await redis.hmget(keys.meta, 'schema', 'migrating');
    // A namespace that was never adopted has none: it gets the newest.
    return { schema: Number(schema ?? supported), migrating: migrating !== null };
  };
  const found = await look();
  refuseNewer(found.schema, supported);
  if (found.schema === supported && !found.migrating) return;
  await withMigrationMutex(redis, { key: keys.migration, mutexMs }, async (signal) => {
    const { value } = decodeReply(await beginMigration(redis, keys, supported));
    refuseNewer(Number(value.schema), supported);
    for (let step = Number(value.from); step < supported; step += 1) {
      await migrations[step - 1]?.(redis, keys, signal);
      signal.throwIfAborted();
      if (step + 1 < supported) await redis.hset(keys.meta, 'migrating', step + 1);
    }
    await redis.hdel(keys.meta, 'migrating');
  });
}

function beginMigration(redis: Redis, keys: Keys, schema: number): Promise<unknown> {
  const { beginMigration: script } = SCRIPTS.server;
  const words = inOrder(script, { keys: { meta: keys.meta, spare: keys.spare }, args: { schema } });
  return runScript(redis, script, words);
}

function refuseNewer(schema: number, supported: number): void {
  if (schema <= supported) return;
  throw new AgentCoordError(
    'schema_too_new',
    `The namespace was written by a newer AgentCoord (schema ${schema}; this one knows ${supported}). ` +
      'Nothing was changed; update AgentCoord here.',
    { data: { schema, supported } },
  );
}
