import type { JsonObject } from '../../../packages/core/src/index.js';
import type { StoreToLookAt } from '../worker/look-at-stores.js';
import type { OpenFailover } from '../worker/openers.js';
import { redisOptions } from './redis-options.js';
import { STORE_POINTS } from './store-points.js';
import type { Place, System } from './system.js';

const FAILOVER_POINTS = [
  'failover-hand-over-begun',
  'failover-hand-over-shipped',
  'failover-hand-over-given',
  'failover-take-back-named',
  'failover-take-back-shipped',
  'failover-given-back',
  'failover-restored',
  'failover-queued',
  'failover-outbox-sent',
];

/**
 * A few hundred milliseconds for what takes seconds; a probe then gets 50 ms, which a busy machine can still keep.
 */
const OBJECTION_MS = 800;

function failoverTimes({ times }: Place): OpenFailover['times'] {
  return { objectionMs: OBJECTION_MS, aloneMs: 1_000, freezeMs: 500, lockDelayMs: 2 * times.leaseMs };
}

/** The first host is on the machine of what is shared, so it may own; the other is not, and may be cut off alone. */
function fallbackOf({ host }: Place): OpenFailover['fallback'] {
  return host === 0 ? 'auto' : 'off';
}

function failoverOptions(place: Place, primary: OpenFailover['primary']): JsonObject {
  const { host, folder, times } = place;
  const local = { folder, timeoutMs: times.callMs };
  const options: OpenFailover = {
    ...{ host, local, primary, fallback: fallbackOf(place), times: failoverTimes(place) },
  };
  return options as unknown as JsonObject;
}

function storesOf(primary: StoreToLookAt, { folder }: Place, hosts: readonly number[]): StoreToLookAt[] {
  const own = hosts.map((host) => ({
    store: `host ${host}`,
    system: 'file',
    options: { folder: folder.replace(/\d+$/, String(host)) },
  }));
  return [primary, ...own];
}

const common = {
  opener: 'failover',
  hosts: 2,
  cutHosts: [1],
  refusal: 'while-shared',
  newcomersMayNotNotice: false,
  crashPoints: [...STORE_POINTS, ...FAILOVER_POINTS, ...FAILOVER_POINTS],
  settlesInMs: OBJECTION_MS,
} as const;

/** The storage of failover over Redis and the stores of two hosts. */
export const failover: System = {
  ...common,
  name: 'failover',
  has: ['worker', 'redis', 'file-store', 'failover'],
  options: (place) => failoverOptions(place, { redis: redisOptions(place) }),
  stores: (place, hosts) =>
    storesOf(
      { store: 'primary', system: 'redis', options: { ...redisOptions(place) } as unknown as JsonObject },
      place,
      hosts,
    ),
};

/** The same with a third file store in the place of Redis: what is wrong here is not the fault of a script. */
export const failoverOverFiles: System = {
  ...common,
  name: 'failover-files',
  has: ['worker', 'file-store', 'failover', 'file-primary'],
  options(place) {
    const { primaryFolder: folder, way, times } = place;
    return failoverOptions(place, { file: { folder, timeoutMs: times.callMs }, way });
  },
  stores: (place, hosts) =>
    storesOf({ store: 'primary', system: 'file', options: { folder: place.primaryFolder } }, place, hosts),
};
