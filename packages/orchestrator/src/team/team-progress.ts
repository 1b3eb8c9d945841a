import { TASK_STATES, type TaskState } from '@agentcoord/core';
import type { TeamRecord } from './team-record.js';
import { tasksOf } from './team-tasks.js';
import type { TeamMap } from './teams.js';

export type TaskCounts = Record<TaskState, number>;

/** Of each team alone: the tasks that bear its tag, and when the last of them ended. */
export interface TeamTasks {
  counts: TaskCounts;
  lastEndedAt: number;
}

/** Reads every task of these teams once. */
export async function countTasks(
  storage: Parameters<typeof tasksOf>[0],
  teams: TeamMap,
  wanted: readonly TeamRecord[],
): Promise<ReadonlyMap<string, TeamTasks>> {
  const byTeam = new Map<string, TeamTasks>(
    wanted.map(({ name }) => [name, { counts: noTasks(), lastEndedAt: 0 }]),
  );
  for await (const { tags, state, endedAt } of tasksOf(storage, wanted)) {
    const found = byTeam.get(teams.ofTags(tags)?.name ?? '');
    if (found === undefined) continue;
    found.counts[state] += 1;
    found.lastEndedAt = Math.max(found.lastEndedAt, endedAt ?? 0);
  }
  return byTeam;
}

function noTasks(): TaskCounts {
  return Object.fromEntries(TASK_STATES.map((state) => [state, 0])) as TaskCounts;
}

/** A team with all below it. */
export function sumWithin(teams: TeamMap, name: string, byTeam: ReadonlyMap<string, TeamTasks>): TeamTasks {
  const sum: TeamTasks = { counts: noTasks(), lastEndedAt: 0 };
  for (const team of teams.within(name)) {
    const own = byTeam.get(team.name);
    if (own === undefined) continue;
    for (const state of TASK_STATES) sum.counts[state] += own.counts[state];
    sum.lastEndedAt = Math.max(sum.lastEndedAt, own.lastEndedAt);
  }
  return sum;
}

export function openTasks({ blocked, scheduled, ready, claimed }: TaskCounts): number {
  return blocked + scheduled + ready + claimed;
}

export function endedTasks({ completed, failed, cancelled }: TaskCounts): number {
  return completed + failed + cancelled;
}
