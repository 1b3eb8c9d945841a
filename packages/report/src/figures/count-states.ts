import type { TaskState } from '@agentcoord/core';
import type { TaskCounts } from '../report.js';

export function countStates(tasks: ReadonlyArray<{ state: TaskState }>): TaskCounts {
  const counts: TaskCounts = {
    blocked: 0,
    scheduled: 0,
    ready: 0,
    claimed: 0,
    completed: 0,
    failed: 0,
    cancelled: 0,
  };
  for (const { state } of tasks) counts[state] += 1;
  return counts;
}
