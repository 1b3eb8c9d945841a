import { type QueueStats, TASK_STATES, type TaskState } from '@agentcoord/core';
import type { View } from '../store/view.js';
import { afterPrefix, membersOfSet, readySets } from './capability-sets.js';
import { counterPrefix } from './change.js';

const PRIORITIES = [5, 4, 3, 2, 1];
/** Enough to see past tasks that were given back lately, whatever the backlog. */
const LOOKED_AT = 200;

/** From counters, not by counting: the same cost for ten tasks and for a million. */
export function readStats(view: View, queue: string): QueueStats {
  const counts = Object.fromEntries(TASK_STATES.map((state) => [state, countOf(view, state, queue)]));
  const sets = readySets(view, queue);
  const oldest = sets.flatMap(({ name }) =>
    PRIORITIES.map((priority) => oldestReadyAt(view, queue, name, priority)),
  );
  const times = oldest.filter((at): at is number => typeof at === 'number');
  return {
    queue,
    counts: counts as Record<TaskState, number>,
    ...(times.length === 0 ? {} : { oldestReadyAt: Math.min(...times) }),
    readyByRequires: sets.map(({ name, ready }) => ({ requires: membersOfSet(name), ready })),
  };
}

export function countOf(view: View, state: TaskState, queue: string): number {
  const prefix = counterPrefix(state, queue);
  const row = view.get<{ sum: number | null }>(
    'SELECT sum(value) AS sum FROM counters WHERE name >= ? AND name < ?',
    ...[prefix, afterPrefix(prefix)],
  );
  return row?.sum ?? 0;
}

function oldestReadyAt(
  view: View,
  queue: string,
  requires: string,
  priority: number,
): number | null | undefined {
  return view.get<{ at: number | null }>(
    `SELECT min(ready_at) AS at FROM tasks WHERE sequence IN (
       SELECT sequence FROM ready WHERE queue = ? AND requires = ? AND tag = '' AND priority = ?
       ORDER BY sequence LIMIT ${LOOKED_AT})`,
    ...[queue, requires, priority],
  )?.at;
}
