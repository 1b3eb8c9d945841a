import { checkIdentity, checkInteger, type Duration, durationMs, invalid } from '@agentcoord/core';
import type { BudgetCaps } from '@agentcoord/llm-worker';
import type { SpawnRequest } from '@agentcoord/spawner';
import { checkPools, MOST_WORKERS, type Pool, type PoolOptions } from './pool.js';

/** How its workers work; the rest of a `SpawnRequest` is the scaler's. */
export type ScaledWorker = Pick<
  SpawnRequest,
  'useLlm' | 'provider' | 'model' | 'engine' | 'unsafeNoSandbox' | 'maxTasks' | 'environment' | 'limits'
>;

export interface ScalingOptions {
  /** Autoscalers of one name act as one; its workers are called `<name>-1`, `<name>-2`, … Default `autoscaler`. */
  name?: string;
  /** Of each pool, unless the pool says otherwise. Default 0: without work there is nobody. */
  minWorkers?: number;
  /** Of all pools together, and of each unless the pool says otherwise. Default 10. */
  maxWorkers?: number;
  /** How many tasks, waiting or being worked on, ask for one worker. Default 5. */
  tasksPerWorker?: number;
  /** Default: one pool whose workers take any task. */
  pools?: PoolOptions[];
  /** A `SpawnMode`, or the `mode` of a launcher of your own. Default `SpawnMode.SUBPROCESS`. */
  spawnMode?: string;
  worker?: ScaledWorker;
  /** Workers leave only when they were not needed for this long. Default `'1m'`. */
  cooldown?: Duration;
  /** So much of `tasksPerWorker` the load must fall below a step before a worker leaves. 0 to 1, default 0.2. */
  tolerance?: number;
  /** From this share of a shared budget on no worker is added. 0 to 1, default 0.9. */
  budgetShare?: number;
  /** The caps. Default: those of the client's configuration. */
  budgets?: BudgetCaps;
  /** No worker is added for this long after a rate limit was met. Default `'1m'`. */
  rateLimitPause?: Duration;
  /** After so many workers in a row that ended badly nothing is started any more, until `forgetCrashes`. Default 8. */
  maxCrashes?: number;
  /** The first pause after a crash; it doubles with each, up to 5 minutes. Default `'5s'`. */
  crashPause?: Duration;
  /** How long a leader that is gone stays the leader. Default `'15s'`. */
  leaderTtl?: Duration;
}

export interface ScalingRules {
  name: string;
  pools: readonly Pool[];
  /** Of all pools together. */
  maxWorkers: number;
  spawnMode?: string;
  worker: ScaledWorker;
  cooldownMs: number;
  tolerance: number;
  budgetShare: number;
  budgets: BudgetCaps | undefined;
  rateLimitPauseMs: number;
  maxCrashes: number;
  crashPauseMs: number;
  leaderTtlMs: number;
}

/** @throws `invalid_argument` naming the option. */
export function checkScaling(options: ScalingOptions): ScalingRules {
  const maxWorkers = checkInteger(options.maxWorkers ?? 10, 'maxWorkers', 0, MOST_WORKERS);
  const { minWorkers = 0, tasksPerWorker = 5, pools = [{}] } = options;
  checkInteger(minWorkers, 'minWorkers', 0, maxWorkers);
  checkInteger(tasksPerWorker, 'tasksPerWorker', 1, 1_000_000);
  const checked = checkPools(pools, { minWorkers, maxWorkers, tasksPerWorker });
  const least = checked.reduce((sum, pool) => sum + pool.minWorkers, 0);
  if (least > maxWorkers)
    throw invalid('maxWorkers', `at least ${least}, which is what the minWorkers of the pools add up to`);
  return {
    name: checkName(options.name ?? 'autoscaler'),
    pools: checked,
    maxWorkers,
    ...(options.spawnMode === undefined ? {} : { spawnMode: options.spawnMode }),
    worker: options.worker ?? {},
    cooldownMs: durationMs(options.cooldown ?? '1m', 'cooldown'),
    tolerance: checkShare(options.tolerance ?? 0.2, 'tolerance'),
    budgetShare: checkShare(options.budgetShare ?? 0.9, 'budgetShare'),
    budgets: options.budgets,
    rateLimitPauseMs: durationMs(options.rateLimitPause ?? '1m', 'rateLimitPause'),
    maxCrashes: checkInteger(options.maxCrashes ?? 8, 'maxCrashes', 1, 1_000),
    crashPauseMs: durationMs(options.crashPause ?? '5s', 'crashPause'),
    leaderTtlMs: checkLeaderTtl(options.leaderTtl ?? '15s'),
  };
}

/** Part of a lease key and of the names of workers. */
function checkName(name: string): string {
  checkIdentity(name, 'name');
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/.test(name))
    throw invalid('name', 'letters, digits, dots, dashes and underscores, at most 60', name);
  return name;
}

function checkShare(value: number, field: string): number {
  if (!(typeof value === 'number' && value >= 0 && value <= 1))
    throw invalid(field, 'a number from 0 to 1', value);
  return value;
}

function checkLeaderTtl(value: Duration): number {
  const ms = durationMs(value, 'leaderTtl');
  if (ms < 500 || ms > 3_600_000) throw invalid('leaderTtl', 'from 500ms to 1h', value);
  return ms;
}
