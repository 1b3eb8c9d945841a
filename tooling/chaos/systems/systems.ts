import type { System } from './system.js';

const STORE_POINTS = ['file-begun', 'file-written', 'file-committed', 'file-signalled', 'file-checkpointed'];

/** One host without Redis: all processes share its store. */
const file: System = {
  name: 'file',
  hosts: 1,
  usesRedis: false,
  usesFileStores: true,
  refusesWhenCutOff: false,
  crashPoints: STORE_POINTS,
  options: ({ folder, times }) => ({ folder, timeoutMs: times.callMs }),
};

/** Two hosts that share one Redis, without a fallback. */
const redis: System = {
  name: 'redis',
  hosts: 2,
  usesRedis: true,
  usesFileStores: false,
  refusesWhenCutOff: true,
  crashPoints: [],
  options: ({ namespace, port, place, times }) => ({
    namespace,
    port,
    username: `agent-${place}`,
    password: 'secret',
    timeoutMs: times.callMs,
    silenceMs: 300,
    lockDelayMs: 2 * times.leaseMs,
  }),
};

export const SYSTEMS: readonly System[] = [file, redis];

export function system(name: string): System {
  const found = SYSTEMS.find((one) => one.name === name);
  if (found === undefined)
    throw new Error(`there is no system ${name}; there are ${SYSTEMS.map((one) => one.name).join(', ')}`);
  return found;
}
