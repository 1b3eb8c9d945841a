import { MAX_PAGE, type Storage } from '@agentcoord/core';
import { leaderKey } from './team-name.js';

export interface Leaders {
  /** By key of the lease. */
  leading: ReadonlyMap<string, { holder: string; fence: number }>;
  /** How many stand by. */
  standby: ReadonlyMap<string, number>;
}

/** Who leads which team now, and who waits to. */
export async function readLeaders(storage: Pick<Storage, 'leases'>): Promise<Leaders> {
  const leading = new Map<string, { holder: string; fence: number }>();
  const standby = new Map<string, number>();
  let cursor: string | undefined;
  do {
    const page = await storage.leases.inspect({
      under: 'coordinator',
      limit: MAX_PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const { keys, holder, fence } of page.grants)
      for (const { key } of keys) leading.set(key, { holder, fence });
    for (const { keys } of page.waiters)
      for (const { key } of keys) standby.set(key, (standby.get(key) ?? 0) + 1);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return { leading, standby };
}

export function hasLeader({ leading, standby }: Leaders, team: string): boolean {
  const key = leaderKey(team);
  return leading.has(key) || standby.has(key);
}
