import type { Task, TaskState } from '@agentcoord/core';
import type { RunChange } from '@agentcoord/orchestrator';
import type { CommandCall } from '../command-context.js';
import { safe } from '../output/plain.js';

const MAX_REASON = 200;

/** Says each step of each task once, but not of those in `told`, and keeps a count on the last line of a terminal. */
export function showChanges(
  call: CommandCall,
  { told, total }: { told: ReadonlySet<string>; total: number },
): (change: RunChange) => void {
  const states = new Map<string, TaskState>();
  return ({ task, before }) => {
    states.set(task.id, task.state);
    const isOld = before === undefined && told.has(task.id);
    const line = isOld ? undefined : describe(call, task, before);
    if (line !== undefined) call.log(line);
    const count = (state: TaskState) => [...states.values()].filter((one) => one === state).length;
    call.progress(
      `${count('completed')} of ${Math.max(total, states.size)} done, ${count('claimed')} in work, ${count('ready')} ready, ${count('blocked')} waiting`,
    );
  };
}

function describe({ paint }: CommandCall, task: Task, before: Task | undefined): string | undefined {
  const title = safe(task.title);
  const who = (of: Task | undefined) => safe(of?.claim?.worker.split('#')[0] ?? '');
  const why = reasonOf(task);
  switch (task.state) {
    case 'claimed':
      if (before?.state === 'claimed' && before.claim?.fence === task.claim?.fence)
        return waitingNote(task, before);
      return `${paint.faint('claimed  ')} ${title}  ${paint.faint(who(task))}`;
    case 'completed':
      return `${paint.good('completed')} ${title}${before ? `  ${paint.faint(who(before))}` : ''}`;
    case 'failed':
      return `${paint.bad('failed   ')} ${title}: ${why}`;
    case 'scheduled':
      return `${paint.warning('retry    ')} ${title} (attempt ${task.attempts} of ${task.maxAttempts}): ${why}`;
    case 'cancelled':
      return `${paint.warning('cancelled')} ${title}`;
    case 'ready':
      return before?.state === 'claimed'
        ? `${paint.warning('given up ')} ${title}${why ? `: ${why}` : ''}`
        : undefined;
    case 'blocked':
      return undefined;
  }
}

function reasonOf(task: Task): string {
  const reason = safe(task.failures.at(-1)?.message ?? '');
  return reason.length > MAX_REASON ? `${reason.slice(0, MAX_REASON)}…` : reason;
}

/** Where a task waits for somebody a person must hear of it. */
function waitingNote(task: Task, before: Task): string | undefined {
  const note = task.progress?.note;
  if (note === undefined || note === before.progress?.note || !/approval|budget/i.test(note))
    return undefined;
  return `waiting   ${safe(task.title)}: ${safe(note)}`;
}
