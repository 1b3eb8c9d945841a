import type { Staff } from '../deciding/snapshot.js';
import { kindOf, type Pool } from '../rules/pool.js';
import type { OwnWorker } from './own-workers.js';

export interface PoolStaff {
  /** In the order of the pools. */
  pools: Array<{ pool: Pool; staff: Staff; members: OwnWorker[] }>;
  /** Of a pool that there is no more. */
  homeless: OwnWorker[];
}

export function staffOf(workers: readonly OwnWorker[], pools: readonly Pool[]): PoolStaff {
  const byKind = new Map(pools.map((pool) => [kindOf(pool), [] as OwnWorker[]]));
  const homeless: OwnWorker[] = [];
  for (const own of workers) {
    const members = byKind.get(kindOf(own.worker));
    if (members) members.push(own);
    else if (own.standing !== 'ended') homeless.push(own);
  }
  return {
    pools: pools.map((pool) => {
      const members = byKind.get(kindOf(pool)) ?? [];
      return { pool, members, staff: count(members) };
    }),
    homeless,
  };
}

function count(members: readonly OwnWorker[]): Staff {
  const staff: Staff = { starting: 0, idle: 0, working: 0, leaving: 0 };
  for (const { standing } of members) {
    if (standing === 'ended') continue;
    // A lost worker does nothing for the pool, but its process takes a place.
    staff[standing === 'lost' ? 'leaving' : standing] += 1;
  }
  return staff;
}
