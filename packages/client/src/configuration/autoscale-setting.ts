import {
  checkInteger,
  checkLabels,
  checkList,
  checkName,
  type Duration,
  durationMs,
  invalid,
} from '@agentcoord/core';

/** Workers of one kind. What is left out is as for all. */
export interface PoolSetting {
  name?: string;
  tags?: string[];
  capabilities?: string[];
  minWorkers?: number;
  maxWorkers?: number;
  tasksPerWorker?: number;
}

/** What `agentcoord autoscale` does unless a flag says otherwise. */
export interface AutoscaleSetting {
  name?: string;
  minWorkers?: number;
  maxWorkers?: number;
  tasksPerWorker?: number;
  interval?: Duration;
  cooldown?: Duration;
  pools?: PoolSetting[];
}

type Check = (value: unknown, field: string) => unknown;

const workers: Check = (value, field) => checkInteger(value, field, 0, 1_000);
const labels: Check = (value, field) => checkLabels(value, field, 16);
const duration: Check = (value, field) => durationMs(value as Duration, field) >= 0 && value;
const NUMBERS = {
  minWorkers: workers,
  maxWorkers: workers,
  tasksPerWorker: (value: unknown, field: string) => checkInteger(value, field, 1, 1_000_000),
};
const OF_POOL: Record<keyof PoolSetting, Check> = {
  ...NUMBERS,
  name: checkName,
  tags: labels,
  capabilities: labels,
};
const OF_ALL: Record<keyof AutoscaleSetting, Check> = {
  ...NUMBERS,
  name: checkName,
  interval: duration,
  cooldown: duration,
  pools: (value, field) =>
    checkList(value, field, 50, 1).map((pool, index) => checkKeys(pool, `${field}[${index}]`, OF_POOL)),
};

/** What `.agentcoord/config.json` says of autoscaling. */
export function checkAutoscale(value: unknown): AutoscaleSetting {
  return checkKeys(value, 'autoscale', OF_ALL);
}

function checkKeys(value: unknown, field: string, checks: Record<string, Check>): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(field, `an object with ${Object.keys(checks).join(', ')}`, value);
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => {
      const check = Object.hasOwn(checks, key) ? checks[key] : undefined;
      if (check === undefined) throw invalid(`${field}.${key}`, `one of ${Object.keys(checks).join(', ')}`);
      return [key, check(entry, `${field}.${key}`)];
    }),
  );
}
