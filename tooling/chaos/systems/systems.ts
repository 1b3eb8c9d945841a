import type { JsonObject } from '../../../packages/core/src/index.js';
import { failover, failoverOverFiles } from './failover.js';
import { redisOptions } from './redis-options.js';
import { STORE_POINTS } from './store-points.js';
import type { System } from './system.js';

/** One host without Redis: all processes share its store. */
const file: System = {
  name: 'file',
  opener: 'file',
  hosts: 1,
  cutHosts: [],
  has: ['worker', 'file-store'],
  refusal: 'never',
  newcomersMayNotNotice: false,
  crashPoints: STORE_POINTS,
  settlesInMs: 0,
  options: ({ folder, times }) => ({ folder, timeoutMs: times.callMs }),
};

/** Two hosts that share one Redis, without a fallback. */
const redis: System = {
  name: 'redis',
  opener: 'redis',
  hosts: 2,
  cutHosts: [0, 1],
  has: ['worker', 'redis'],
  refusal: 'always',
  newcomersMayNotNotice: true,
  crashPoints: [],
  settlesInMs: 0,
  options: (place) => ({ ...redisOptions(place) }) as unknown as JsonObject,
};

/** Those of every run. */
export const SYSTEMS: readonly System[] = [file, redis, failover, failoverOverFiles];

export function system(name: string): System {
  const found = SYSTEMS.find((one) => one.name === name);
  if (found === undefined)
    throw new Error(`there is no system ${name}; there are ${SYSTEMS.map((one) => one.name).join(', ')}`);
  return found;
}
