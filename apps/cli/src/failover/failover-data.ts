import type { FailoverStatus } from '@agentcoord/storage-failover';

/** Who owns the namespace and why, as `--json` has it: times in fields that end in `At`. */
export function failoverData({ goneSince, lastRead, lag, ...status }: FailoverStatus) {
  return {
    ...status,
    ...(goneSince === undefined ? {} : { unreachableSinceAt: goneSince }),
    ...(lag === undefined ? {} : { behind: { events: lag.events, ms: Math.round(lag.ms) } }),
    isStale: lastRead.stale,
    ...(lastRead.stale && lastRead.asOf !== undefined ? { evenAt: lastRead.asOf } : {}),
  };
}
