import type { JsonObject, Task, TaskState } from '@agentcoord/core';
import { type ApprovedEstimate, type BuildRecord, type Specification, taskIdOf } from './build-record.js';
import type { CheckResult } from './final-check.js';
import type { BuildPlan } from './plan.js';
import type { RunCosts } from './run-costs.js';

export interface BuiltTask {
  id: string;
  /** Left out for what a task added on its own. */
  key?: string;
  title: string;
  state: TaskState;
  worker?: string;
  attempts: number;
  files: string[];
  linesAdded: number;
  linesRemoved: number;
  commit?: string;
  /** `null`: not known. */
  costUsd: number | null;
  summary?: string;
  /** Why it failed, was cancelled or could not begin. */
  problem?: string;
}

/** What became of a build. */
export interface BuildReport {
  build: string;
  /** Every task is completed, and the check passed where there is one. */
  ok: boolean;
  specification: Specification;
  summary: string;
  tasks: BuiltTask[];
  completed: number;
  /** Left out: no command was named, and the project has no tests of its own to run. */
  check?: CheckResult;
  costUsd: number | null;
  tokens: number;
  planner: BuildRecord['planner'];
  /** What was said before it began, beside what became of it. */
  estimate?: ApprovedEstimate & Comparison;
  startedAt: number;
  endedAt: number;
}

interface Comparison {
  /** What it cost by what was estimated: 2 is twice as much. `null`: one of them is not known, or nothing was to be paid. */
  costRatio: number | null;
  /** Of the time from its approval to its end, its interruptions with it. */
  timeRatio: number | null;
}

export interface ReportParts {
  record: BuildRecord;
  plan: BuildPlan;
  tasks: readonly Task[];
  check: CheckResult | undefined;
  costs: RunCosts;
  endedAt: number;
}

export function reportBuild({ record, plan, tasks, check, costs, endedAt }: ReportParts): BuildReport {
  const keys = new Map(plan.tasks.map(({ key }) => [taskIdOf(record.run, key), key]));
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const built = tasks.map((task) => builtTask(task, { key: keys.get(task.id), byId, costs }));
  const completed = built.filter(({ state }) => state === 'completed').length;
  const { total } = costs;
  const startedAt = record.approvedAt ?? record.plannedAt;
  const { estimate } = record;
  const compared = estimate && {
    ...estimate,
    costRatio: ratio(total.costUsd, estimate.costUsd),
    timeRatio: ratio(endedAt - startedAt, estimate.tookMs),
  };
  return {
    build: record.id,
    ok: completed === built.length && built.length >= record.taskCount && check?.passed !== false,
    specification: record.specification,
    summary: record.summary,
    tasks: built,
    completed,
    ...(check && { check }),
    costUsd: total.costUsd,
    tokens: total.inputTokens + total.cacheReadTokens + total.cacheWriteTokens + total.outputTokens,
    planner: record.planner,
    ...(compared && { estimate: compared }),
    startedAt,
    endedAt,
  };
}

function ratio(actual: number | null, estimated: number | null): number | null {
  return actual === null || estimated === null || estimated <= 0 ? null : actual / estimated;
}

function builtTask(
  task: Task,
  { key, byId, costs }: { key: string | undefined; byId: ReadonlyMap<string, Task>; costs: RunCosts },
): BuiltTask {
  const result = isObject(task.result) ? task.result : {};
  const files = Array.isArray(result.files) ? result.files.filter(isObject) : [];
  const delivered = isObject(result.delivered) ? result.delivered : {};
  const cost = costs.byTask.get(task.id);
  const problem = problemOf(task, byId);
  return {
    id: task.id,
    ...(key !== undefined && { key }),
    title: task.title,
    state: task.state,
    ...(typeof result.worker === 'string' && { worker: result.worker }),
    attempts: task.attempts,
    files: files.map(({ path }) => String(path)),
    linesAdded: sumOf(files, 'linesAdded'),
    linesRemoved: sumOf(files, 'linesRemoved'),
    ...(typeof delivered.commit === 'string' && { commit: delivered.commit }),
    costUsd: cost ? cost.costUsd : 0,
    ...(typeof result.summary === 'string' && { summary: result.summary }),
    ...(problem !== undefined && { problem }),
  };
}

function problemOf(task: Task, byId: ReadonlyMap<string, Task>): string | undefined {
  if (task.state === 'failed') return task.failures.at(-1)?.message ?? 'It failed without saying why.';
  if (task.state === 'cancelled') return `Cancelled${task.cancelReason ? `: ${task.cancelReason}` : '.'}`;
  if (task.state !== 'blocked') return undefined;
  const missing = task.dependsOn.filter((id) => byId.get(id)?.state !== 'completed');
  const titles = missing.map((id) => byId.get(id)?.title ?? id);
  return `It was not begun: it needs ${titles.map((title) => `"${title}"`).join(', ')}.`;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sumOf(files: readonly JsonObject[], field: string): number {
  return files.reduce((sum, file) => sum + (typeof file[field] === 'number' ? file[field] : 0), 0);
}
