import { type Clock, checkName, newId, systemClock } from '@agentcoord/core';
import type { Redis } from 'ioredis';
import { SCHEMA } from '../connection/schema.js';
import { withConnection } from '../connection/with-connection.js';
import type { Place } from '../errors/storage-error.js';
import { type Keys, keysOf } from '../keys.js';
import type { RedisStorageOptions } from '../redis-storage-options.js';
import { infoFields } from './info-fields.js';
import { type RefusedCommand, refusedCommands } from './refused-commands.js';

/** What a server says about itself, for whoever judges whether it is fit to coordinate agents. */
export interface ServerInspection {
  /** Without secrets. */
  address: string;
  /** Whether what is sent is encrypted. */
  usesTls: boolean;
  /** Whether a password is sent. */
  usesPassword: boolean;
  /** The user's name at the server. */
  user: string;
  /** `INFO`, by field. */
  info: ReadonlyMap<string, string>;
  /** Settings of the server by name; empty where the user may not read them. */
  settings: ReadonlyMap<string, string>;
  /** How far the server's clock is ahead of this machine's, negative when behind; as exact as half a round trip. */
  clockAheadMs: number;
  roundTripMs: number;
  /** Commands the storage needs and the user may not run. */
  refused: RefusedCommand[];
  /** The layout of the namespace as it was written, and the one this version writes. */
  schema?: number;
  supportedSchema: number;
}

export interface InspectOptions extends RedisStorageOptions {
  clock?: Clock;
  signal?: AbortSignal;
}

/** What is worth reading of `CONFIG`; the rest is in `INFO`. */
const SETTINGS = ['appendfsync', 'min-replicas-to-write', 'stop-writes-on-bgsave-error'];

/**
 * Looks at a server over a connection of its own, and changes nothing that stays.
 * @throws `storage_unavailable` when nobody answers within `timeoutMs` (5 s), `misconfigured` when it refuses our
 * credentials, `aborted`.
 */
export async function inspectServer(options: InspectOptions): Promise<ServerInspection> {
  const keys = keysOf(checkName(options.namespace, 'namespace'));
  return withConnection(options, (redis, place) => look(redis, keys, place, options));
}

async function look(
  redis: Redis,
  keys: Keys,
  place: Place,
  { clock = systemClock }: InspectOptions,
): Promise<ServerInspection> {
  const settings = new Map<string, string>();
  await Promise.all(
    SETTINGS.map(async (name) => {
      const [, value] = (await redis.config('GET', name).catch(() => [])) as string[];
      if (value !== undefined) settings.set(name, value);
    }),
  );
  const info = infoFields(await redis.info().catch(() => ''));
  const schema = await redis.hget(keys.meta, 'schema').catch(() => null);
  const sentAt = clock.wall();
  const began = clock.elapsed();
  const [seconds = 0, micros = 0] = (await redis.time().catch(() => [])).map(Number);
  const roundTripMs = clock.elapsed() - began;
  const serverAt = seconds * 1_000 + micros / 1_000;
  return {
    address: place.address,
    usesTls: place.address.startsWith('rediss'),
    usesPassword: place.secrets.length > 0,
    user: redis.options.username ?? 'default',
    info,
    settings,
    clockAheadMs: seconds === 0 ? 0 : serverAt - (sentAt + roundTripMs / 2),
    roundTripMs,
    refused: await refusedCommands(redis, keys, newId('probe')),
    ...(schema === null ? {} : { schema: Number(schema) }),
    supportedSchema: SCHEMA,
  };
}
