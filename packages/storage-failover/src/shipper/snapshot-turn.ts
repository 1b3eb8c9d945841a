import type { Host } from '../host.js';
import { leadershipMs } from '../keeper/leadership.js';

/** Two snapshots at once would empty each other's copy: only the process that leads its host makes one. */
export function snapshotTurn({ replica, times, keeperId, closed }: Host): () => Promise<boolean> {
  return async () => {
    const { leads } = await replica.lead(
      { holder: keeperId, ttlMs: leadershipMs(times) },
      { signal: closed },
    );
    return leads;
  };
}
