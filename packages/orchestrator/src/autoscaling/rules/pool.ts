import { checkInteger, checkLabels, checkName, invalid } from '@agentcoord/core';

export interface PoolOptions {
  /** For people and the records. Default: its tags, else `any`. */
  name?: string;
  /** Its workers take tasks that share one of these; none: any task. Unique among the pools. */
  tags?: string[];
  /** What its workers can do, for tasks that name `requires`. */
  capabilities?: string[];
  minWorkers?: number;
  maxWorkers?: number;
  tasksPerWorker?: number;
}

/** Workers of one kind, checked. */
export interface Pool {
  name: string;
  tags: readonly string[];
  capabilities: readonly string[];
  minWorkers: number;
  maxWorkers: number;
  tasksPerWorker: number;
}

/** More workers than this are not one scaler's business. */
export const MOST_WORKERS = 1_000;
const MOST_POOLS = 50;

type PoolDefaults = Pick<Pool, 'minWorkers' | 'maxWorkers' | 'tasksPerWorker'>;

/** @throws `invalid_argument` naming the field. */
export function checkPools(pools: readonly PoolOptions[], defaults: PoolDefaults): Pool[] {
  if (pools.length < 1 || pools.length > MOST_POOLS) throw invalid('pools', `1 to ${MOST_POOLS} pools`);
  const checked = pools.map((pool, index) => checkPool(pool, `pools[${index}]`, defaults));
  for (const what of ['name', 'kind'] as const) {
    const seen = new Set<string>();
    for (const [index, pool] of checked.entries()) {
      const value = what === 'name' ? pool.name : kindOf(pool);
      if (seen.has(value))
        throw invalid(
          `pools[${index}]`,
          what === 'name' ? 'a name of its own' : 'tags or capabilities of its own',
        );
      seen.add(value);
    }
  }
  return checked;
}

function checkPool(pool: PoolOptions, field: string, defaults: PoolDefaults): Pool {
  const tags = checkLabels(pool.tags ?? [], `${field}.tags`, 16);
  const capabilities = checkLabels(pool.capabilities ?? [], `${field}.capabilities`, 16);
  const { minWorkers, maxWorkers, tasksPerWorker } = { ...defaults, ...defined(pool) };
  const max = checkInteger(maxWorkers, `${field}.maxWorkers`, 0, MOST_WORKERS);
  return {
    name: checkName(pool.name ?? defaultName(tags), `${field}.name`),
    tags,
    capabilities,
    maxWorkers: max,
    minWorkers: checkInteger(minWorkers, `${field}.minWorkers`, 0, max),
    tasksPerWorker: checkInteger(tasksPerWorker, `${field}.tasksPerWorker`, 1, 1_000_000),
  };
}

/** Keys that are there but undefined must not hide a default. */
function defined(pool: PoolOptions): Partial<PoolOptions> {
  return Object.fromEntries(Object.entries(pool).filter(([, value]) => value !== undefined));
}

function defaultName(tags: readonly string[]): string {
  return tags.length === 0 ? 'any' : tags.join('-').slice(0, 60);
}

/** Which pool a worker belongs to: a worker's record has these, whoever started it and whatever the pool was called. */
export function kindOf(worker: { tags: readonly string[]; capabilities: readonly string[] }): string {
  return JSON.stringify([[...worker.tags].sort(), [...worker.capabilities].sort()]);
}
