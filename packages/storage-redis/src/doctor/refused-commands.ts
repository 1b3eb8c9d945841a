import type { Redis } from 'ioredis';
import type { Keys } from '../keys.js';
import { probes } from './probes.js';

export interface RefusedCommand {
  /** `HSET` */
  command: string;
  /** What of it the user has no right to, or that the server does not have it (any more). */
  missing: 'command' | 'keys' | 'channels' | 'unknown';
}

/**
 * Runs each command that the storage needs once, on keys of its own that are gone afterwards. What a
 * server refuses for other reasons (it is a replica, its memory is full) is no refusal here.
 * The connection is of no further use: it ends subscribed.
 */
export async function refusedCommands(redis: Redis, keys: Keys, mark: string): Promise<RefusedCommand[]> {
  const answers = await Promise.all(
    probes(keys, mark).map(async ([command = '', ...words]) => {
      const missing = await redis.call(command.toLowerCase(), ...words).then(() => undefined, missingRight);
      return missing === undefined ? [] : [{ command, missing }];
    }),
  );
  return answers.flat();
}

function missingRight(thrown: unknown): RefusedCommand['missing'] | undefined {
  const message = thrown instanceof Error ? thrown.message : '';
  if (/^ERR unknown command/.test(message)) return 'unknown';
  if (!message.startsWith('NOPERM')) return undefined;
  if (/channel/.test(message)) return 'channels';
  return /\bkeys?\b/.test(message) ? 'keys' : 'command';
}
