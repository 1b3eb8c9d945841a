import type { PoolDecision } from '../deciding/decide-pool.js';
import type { OwnWorker } from '../measuring/own-workers.js';

/** Who leaves: the newest first, so that those who have long been there, and know most, stay. */
export function chooseLeavers(
  members: readonly OwnWorker[],
  { retireIdle, retireWorking }: Pick<PoolDecision, 'retireIdle' | 'retireWorking'>,
): OwnWorker[] {
  const newestFirst = [...members].sort((a, b) => b.worker.startedAt - a.worker.startedAt || b.slot - a.slot);
  const idle = newestFirst.filter(({ standing }) => standing === 'idle');
  const working = newestFirst.filter(({ standing }) => standing === 'working');
  return [...idle.slice(0, retireIdle), ...working.slice(0, retireWorking)];
}
