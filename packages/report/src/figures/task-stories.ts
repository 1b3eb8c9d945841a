import type { Task } from '@agentcoord/core';
import type { TaskStory } from '../report.js';
import type { ClaimSpan } from './work-spans.js';

/** What became of each task, in the order they were added. */
export function taskStories(tasks: readonly Task[], spans: readonly ClaimSpan[]): TaskStory[] {
  const byTask = new Map<string, ClaimSpan[]>();
  for (const span of spans) {
    const known = byTask.get(span.taskId);
    if (known) known.push(span);
    else byTask.set(span.taskId, [span]);
  }
  return tasks.map((task) => {
    const own = byTask.get(task.id) ?? [];
    const trouble = task.cancelReason ?? task.failures.at(-1)?.message;
    return {
      id: task.id,
      title: task.title,
      state: task.state,
      priority: task.priority,
      createdAt: task.createdAt,
      ...(task.endedAt === undefined ? {} : { endedAt: task.endedAt }),
      attempts: task.attempts,
      maxAttempts: task.maxAttempts,
      agents: [...new Set(own.map(({ agent }) => agent))],
      workedMs: own.reduce((sum, { fromAt, toAt }) => sum + toAt - fromAt, 0),
      ...(trouble === undefined ? {} : { trouble }),
    };
  });
}
