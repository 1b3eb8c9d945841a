import { join } from 'node:path';
import type { Configuration } from '../configuration/configuration.js';
import type { RedisSetting } from '../configuration/redis.js';
import { sha256Hex } from '../namespace/sha256.js';
import { primaryPlace } from './primary-place.js';

/** Where the agents of this clone tell each other what they know of a server: a file for each server and namespace. */
export function memoryFileOf({ storeFolder, namespace }: Configuration, redis: RedisSetting): string {
  const { address } = primaryPlace(redis.reveal());
  return join(storeFolder, 'redis', `${sha256Hex(`${address} ${namespace}`).slice(0, 16)}.json`);
}
