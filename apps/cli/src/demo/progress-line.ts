import type { Task } from '@agentcoord/core';
import type { CommandCall } from '../command-context.js';
import { safe } from '../output/plain.js';
import type { TaskChange } from './follow-tasks.js';

/** Says each step of each task once, as it happens, and keeps a count on the last line of a terminal. */
export function showProgress(call: CommandCall, total: number): (change: TaskChange) => void {
  const states = new Map<string, Task['state']>();
  return ({ task, before }) => {
    states.set(task.id, task.state);
    const line = describe(call, task, before);
    if (line !== undefined) call.note(line);
    const count = (state: Task['state']) => [...states.values()].filter((one) => one === state).length;
    call.progress(
      `${count('completed')} of ${total} done, ${count('claimed')} in work, ${count('ready')} ready, ${count('blocked')} blocked`,
    );
  };
}

function describe({ paint }: CommandCall, task: Task, before: Task | undefined): string | undefined {
  const worker = (who: Task | undefined) => who?.claim?.worker.split('#')[0] ?? 'a worker';
  const title = safe(task.title);
  switch (task.state) {
    case 'claimed':
      if (before?.state === 'claimed' && before.claim?.fence === task.claim?.fence)
        return progressOf(task, before, title);
      return `${paint.faint('claimed  ')} ${title} ${paint.faint(`by ${safe(worker(task))}`)}`;
    case 'completed':
      return `${paint.good('completed')} ${title} ${paint.faint(`by ${safe(worker(before))}`)}`;
    case 'failed':
      return `${paint.bad('failed   ')} ${title}: ${safe(task.failures.at(-1)?.message ?? '')}`;
    case 'scheduled':
      return `${paint.warning('retry    ')} ${title}: ${safe(task.failures.at(-1)?.message ?? '')}`;
    case 'cancelled':
      return `${paint.warning('cancelled')} ${title}`;
    case 'ready':
      return before?.state === 'blocked' ? `${paint.faint('ready    ')} ${title}` : undefined;
    case 'blocked':
      return undefined;
  }
}

function progressOf(task: Task, before: Task, title: string): string | undefined {
  const note = task.progress?.note;
  if (note === undefined || note === before.progress?.note) return undefined;
  return `          ${title}: ${safe(note)}`;
}
