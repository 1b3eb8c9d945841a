import type { ScalingRules } from '../rules/scaling-options.js';
import { decidePool, type PoolDecision } from './decide-pool.js';
import type { PoolSnapshot, Snapshot } from './snapshot.js';

/** What shall be done, pool by pool, so that all together never are more than `maxWorkers`. */
export function decide(
  snapshot: Snapshot,
  rules: Omit<ScalingRules, 'pools' | 'name' | 'worker' | 'budgets' | 'leaderTtlMs'>,
): PoolDecision[] {
  const { at: now, pressure } = snapshot;
  const decisions = snapshot.pools.map((pool) => decidePool(pool, { rules, pressure, now }));
  const occupied = snapshot.pools.reduce((sum, { staff }) => sum + occupiedBy(staff), snapshot.homeless);
  let free = Math.max(0, rules.maxWorkers - occupied);
  const granted = decisions.map(() => 0);
  while (free > 0) {
    const index = neediest(snapshot.pools, decisions, granted);
    if (index === undefined) break;
    granted[index] = (granted[index] ?? 0) + 1;
    free -= 1;
  }
  const allowed = decisions.map((decision, index) =>
    limited(decision, granted[index] ?? 0, rules.maxWorkers),
  );
  return withinTotal(snapshot.pools, allowed, rules.maxWorkers);
}

/** Where the maximum was lowered: the pool with the least to do for each worker gives one away, until it is kept. */
function withinTotal(
  pools: readonly PoolSnapshot[],
  decisions: readonly PoolDecision[],
  maxWorkers: number,
): PoolDecision[] {
  const kept = [...decisions];
  let surplus = kept.reduce((sum, { target }) => sum + target, 0) - maxWorkers;
  for (; surplus > 0; surplus -= 1) {
    const shares = kept.map(({ target }, index) => {
      const { waiting = 0, claimed = 0 } = pools[index]?.load ?? {};
      return target === 0 ? Number.POSITIVE_INFINITY : (waiting + claimed) / target;
    });
    const index = shares.indexOf(Math.min(...shares));
    const decision = kept[index];
    const staff = pools[index]?.staff;
    if (!decision || !staff || decision.target === 0) break;
    kept[index] = oneFewer(decision, staff, maxWorkers);
  }
  return kept;
}

function oneFewer(decision: PoolDecision, staff: PoolSnapshot['staff'], maxWorkers: number): PoolDecision {
  const { start, retireIdle, retireWorking, reasons } = decision;
  const known = reasons.some(({ code }) => code === 'shared_maximum');
  const changed = {
    ...decision,
    target: decision.target - 1,
    reasons: known ? reasons : [...reasons, { code: 'shared_maximum' as const, workers: maxWorkers }],
  };
  if (start > 0) return { ...changed, start: start - 1 };
  if (retireIdle < staff.idle) return { ...changed, retireIdle: retireIdle + 1 };
  return { ...changed, retireWorking: Math.min(staff.working, retireWorking + 1) };
}

/** Places that are taken: also of those that are on their way out. */
function occupiedBy(staff: PoolSnapshot['staff']): number {
  return staff.starting + staff.idle + staff.working + staff.leaving;
}

/** Below its minimum first, then the one with the most tasks for each worker it would have. */
function neediest(
  pools: readonly PoolSnapshot[],
  decisions: readonly PoolDecision[],
  granted: readonly number[],
): number | undefined {
  let best: { index: number; isBelow: boolean; share: number } | undefined;
  for (const [index, snapshot] of pools.entries()) {
    const decision = decisions[index];
    const given = granted[index] ?? 0;
    if (!decision || given >= decision.start) continue;
    const has = decision.present + given;
    const isBelow = has < snapshot.pool.minWorkers;
    const share = (snapshot.load.waiting + snapshot.load.claimed) / (has + 1);
    const isBetter = !best || (isBelow === best.isBelow ? share > best.share : isBelow);
    if (isBetter) best = { index, isBelow, share };
  }
  return best?.index;
}

function limited(decision: PoolDecision, start: number, maxWorkers: number): PoolDecision {
  if (start >= decision.start) return decision;
  const reasons = [...decision.reasons, { code: 'shared_maximum' as const, workers: maxWorkers }];
  return { ...decision, start, target: decision.present + start, reasons };
}
