import type { ScalingRules } from '../rules/scaling-options.js';
import { nextCeiling } from './ceiling.js';
import { crashGate } from './crash-pause.js';
import type { Reason } from './reason.js';
import type { Ceiling, Need, PoolSnapshot, Pressure } from './snapshot.js';

export type DecisionRules = Pick<
  ScalingRules,
  'cooldownMs' | 'tolerance' | 'budgetShare' | 'rateLimitPauseMs' | 'maxCrashes' | 'crashPauseMs'
>;

export interface PoolDecision {
  pool: string;
  /** Workers that are there and are not leaving. */
  present: number;
  /** How many the load asks for, within minimum and maximum. */
  wanted: number;
  /** How many there shall be now. */
  target: number;
  /** To be started. */
  start: number;
  /** Idle ones that shall leave. */
  retireIdle: number;
  /** More than there may be, or than a provider bears: these leave after their present task. */
  retireWorking: number;
  /** To be remembered, so that a worker is not sent away the moment it is not needed. */
  needs: Need[];
  /** To be remembered as well. */
  ceiling?: Ceiling;
  reasons: Reason[];
}

/**
 * How many workers a pool shall have: a function of what was measured and nothing else. Growing is immediate; shrinking
 * waits until no moment of the cool-down has needed more (as the downscale stabilisation of Kubernetes' autoscaler does).
 */
export function decidePool(
  snapshot: PoolSnapshot,
  context: { rules: DecisionRules; pressure: Pressure; now: number },
): PoolDecision {
  const { pool, staff } = snapshot;
  const present = staff.starting + staff.idle + staff.working;
  const reasons: Reason[] = [];
  const wanted = wantedOf(snapshot, reasons);
  const needs = rememberNeed(snapshot, { wanted, present, ...context });
  const needed =
    wanted > present
      ? growth(snapshot, { ...context, wanted, present, reasons })
      : shrinkage(snapshot, { ...context, present, needs, reasons });
  const ceiling = nextCeiling(snapshot, { ...context, ...context.rules });
  // One that was remembered knows nothing of a minimum that was raised since.
  const most = ceiling?.lowered ? Math.max(ceiling.workers, pool.minWorkers) : Number.POSITIVE_INFINITY;
  if (ceiling?.lowered && needed > most) {
    const { provider, at } = ceiling;
    const untilAt = at + context.rules.rateLimitPauseMs;
    reasons.push({ code: 'rate_limit_ceiling', provider, workers: most, untilAt });
  }
  const target = Math.min(needed, most);
  const surplus = Math.max(0, present - target);
  const retireIdle = Math.min(surplus, staff.idle);
  const aboveMaximum = Math.max(0, present - Math.min(pool.maxWorkers, most));
  const retireWorking = Math.min(Math.max(0, aboveMaximum - retireIdle), staff.working);
  if (surplus > retireIdle + retireWorking)
    reasons.push({ code: 'busy', workers: surplus - retireIdle - retireWorking });
  const start = Math.max(0, target - present);
  return {
    pool: pool.name,
    present,
    wanted,
    target,
    start,
    retireIdle,
    retireWorking,
    needs,
    ...(ceiling === undefined ? {} : { ceiling }),
    reasons,
  };
}

function wantedOf({ pool, load }: PoolSnapshot, reasons: Reason[]): number {
  const { minWorkers, maxWorkers, tasksPerWorker } = pool;
  const tasks = load.waiting + load.claimed;
  const asked = Math.ceil(tasks / tasksPerWorker);
  reasons.push({
    code: 'load',
    tasks,
    tasksPerWorker,
    workers: asked,
    ...(load.atLeast ? { atLeast: true } : {}),
  });
  if (asked < minWorkers) reasons.push({ code: 'minimum', workers: minWorkers });
  if (asked > maxWorkers) reasons.push({ code: 'maximum', workers: maxWorkers });
  return within(asked, pool);
}

interface Growing {
  rules: DecisionRules;
  pressure: Pressure;
  now: number;
  wanted: number;
  present: number;
  reasons: Reason[];
}

function growth({ pool, staff, crashes }: PoolSnapshot, growing: Growing): number {
  const { rules, pressure, now, wanted, present, reasons } = growing;
  const { budget, rateLimit } = pressure;
  if (budget && budget.used >= rules.budgetShare) {
    reasons.push({ code: 'budget', ...budget });
    return present;
  }
  if (rateLimit && now < rateLimit.at + rules.rateLimitPauseMs) {
    const untilAt = rateLimit.at + rules.rateLimitPauseMs;
    reasons.push({ code: 'rate_limit', provider: rateLimit.provider, untilAt });
    return present;
  }
  const gate = crashGate(crashes, { ...rules, now });
  const { count } = crashes;
  if (gate.status === 'given_up') reasons.push({ code: 'crashes_given_up', count });
  if (gate.status === 'paused') reasons.push({ code: 'crashes', count, untilAt: gate.until });
  if (gate.status === 'given_up' || gate.status === 'paused') return present;
  const room = Math.max(present, pool.maxWorkers - staff.leaving);
  if (wanted > room) reasons.push({ code: 'leaving', workers: staff.leaving });
  if (gate.status === 'open') return Math.min(wanted, room);
  reasons.push({ code: 'crash_trial', count });
  return Math.min(wanted, room, present + (staff.starting > 0 ? 0 : 1));
}

interface Shrinking {
  present: number;
  needs: readonly Need[];
  reasons: Reason[];
  rules: DecisionRules;
}

function shrinkage(snapshot: PoolSnapshot, { present, needs, reasons, rules }: Shrinking): number {
  const { pool } = snapshot;
  const allowed = Math.min(present, pool.maxWorkers);
  const kept = keptOf(snapshot, rules);
  if (kept >= allowed && wantedAt(snapshot) < allowed) reasons.push({ code: 'tolerance', workers: kept });
  const highest = needs.reduce<Need | undefined>(
    (best, need) => (best && best.workers > need.workers ? best : need),
    undefined,
  );
  const needed = Math.max(kept, Math.min(allowed, highest?.workers ?? 0));
  if (highest && needed > kept)
    reasons.push({ code: 'cooldown', workers: needed, untilAt: highest.at + rules.cooldownMs });
  return Math.min(allowed, needed);
}

/** A worker is kept until the load is below its step by the tolerance, so that a load on the edge moves nobody. */
function keptOf({ pool, load }: PoolSnapshot, { tolerance }: DecisionRules): number {
  const tasks = load.waiting + load.claimed;
  const slack = Math.floor(pool.tasksPerWorker * tolerance);
  return within(tasks === 0 ? 0 : Math.ceil((tasks + slack) / pool.tasksPerWorker), pool);
}

function wantedAt({ pool, load }: PoolSnapshot): number {
  return within(Math.ceil((load.waiting + load.claimed) / pool.tasksPerWorker), pool);
}

/**
 * The needs that still count. Only those that no later one exceeds are kept, so there are never more than workers. Who
 * was there when nobody had looked yet counts as needed at that moment.
 */
function rememberNeed(
  { needs }: PoolSnapshot,
  { wanted, present, rules, now }: { wanted: number; present: number; rules: DecisionRules; now: number },
): Need[] {
  const recent = needs.filter(({ at }) => at <= now && at > now - rules.cooldownMs);
  const isFirstLook = needs.length === 0;
  const workers = isFirstLook ? Math.max(wanted, present) : wanted;
  return [...recent.filter((need) => need.workers > workers), { at: now, workers }];
}

function within(workers: number, { minWorkers, maxWorkers }: PoolSnapshot['pool']): number {
  return Math.min(maxWorkers, Math.max(minWorkers, workers));
}
