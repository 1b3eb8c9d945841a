import type { Task, TaskState } from '@agentcoord/core';
import type { Paint } from './paint.js';
import { renderTable } from './table.js';

export function renderTasks(tasks: readonly Task[], paint: Paint): Promise<string> {
  return renderTable(
    tasks,
    [
      { title: 'TASK', cell: (task) => task.id },
      {
        title: 'STATE',
        cell: (task) => task.state,
        paint: (text, task) => paintTaskState(task.state, text, paint),
      },
      { title: 'PRIO', cell: (task) => task.priority, align: 'right' },
      { title: 'TRIES', cell: (task) => `${task.attempts}/${task.maxAttempts}`, align: 'right' },
      { title: 'WORKER', cell: (task) => task.claim?.worker.split('#')[0] ?? '-', maxWidth: 24 },
      { title: 'TAGS', cell: (task) => task.tags.join(','), maxWidth: 24 },
      { title: 'TITLE', cell: (task) => task.title, maxWidth: 60 },
    ],
    paint.heading,
  );
}

export function paintTaskState(state: TaskState, text: string, paint: Paint): string {
  if (state === 'completed') return paint.good(text);
  if (state === 'failed') return paint.bad(text);
  if (state === 'claimed') return paint.warning(text);
  return state === 'ready' ? text : paint.faint(text);
}
