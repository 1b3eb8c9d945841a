import type { JsonObject } from '../../../packages/core/src/index.js';
import type { OpenFailover } from '../worker/openers.js';
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

/** The storage of failover, with a third file store in the place of Redis. */
export const failoverOverFiles: System = {
  name: 'failover-files',
  opener: 'failover',
  hosts: 2,
  cutHosts: [1],
  has: ['worker', 'file-store', 'failover', 'file-primary'],
  refusal: 'while-shared',
  crashPoints: [...STORE_POINTS, ...FAILOVER_POINTS, ...FAILOVER_POINTS],
  settlesInMs: 2 * OBJECTION_MS,
  options(place) {
    const { host, folder, primaryFolder, way, times } = place;
    const timeoutMs = times.callMs;
    const options: OpenFailover = {
      host,
      local: { folder, timeoutMs },
      primary: { file: { folder: primaryFolder, timeoutMs }, way },
      fallback: fallbackOf(place),
      times: failoverTimes(place),
    };
    return options as unknown as JsonObject;
  },
  stores: ({ primaryFolder, folder }, hosts) => [
    { store: 'primary', system: 'file', options: { folder: primaryFolder } },
    ...hosts.map((host) => ({
      store: `host ${host}`,
      system: 'file',
      options: { folder: folder.replace(/\d+$/, String(host)) },
    })),
  ],
};
