import { AgentCoordError, formatDuration, type Task, type TaskState } from '@agentcoord/core';

/** Why a claim is over, as the store answered: `cancelled`, or `fenced` for everything else. */
export function claimLost(task: Task, state: TaskState | undefined): AgentCoordError {
  const data = { taskId: task.id, ...(state === undefined ? {} : { state }) };
  if (state === 'cancelled') {
    return new AgentCoordError(
      'cancelled',
      `${named(task)} was cancelled while it was being worked on. Stop; its result is not wanted.`,
      {
        data,
      },
    );
  }
  return new AgentCoordError(
    'fenced',
    `The claim of ${named(task)} is over: ${whatHappened(state)}. Nothing was changed.`,
    {
      data,
    },
  );
}

function whatHappened(state: TaskState | undefined): string {
  switch (state) {
    case undefined:
      return 'the task is no longer known';
    case 'claimed':
      return 'its lease ran out and another worker has claimed the task';
    case 'completed':
      return 'its lease ran out and the task was completed by another claim';
    case 'failed':
      return 'its lease ran out and the task is now in the dead letter';
    default:
      return `its lease ran out, or its worker was declared dead, and the task is ${state} again`;
  }
}

/** The holder's own clock says so, whether or not the store can be reached. */
export function claimExpired(task: Task, leaseMs: number): AgentCoordError {
  return new AgentCoordError(
    'fenced',
    `The claim of ${named(task)} could not be renewed within its lease of ${formatDuration(leaseMs)}, so another worker may have it now. Stop working on it.`,
    { data: { taskId: task.id, leaseMs } },
  );
}

export function claimSettledBefore(task: Task, outcome: string): AgentCoordError {
  return new AgentCoordError(
    'fenced',
    `${named(task)} was already settled by this claim (${outcome}). Settle a task once.`,
    {
      data: { taskId: task.id, outcome },
    },
  );
}

export function settleUnknown(task: Task, state: TaskState | undefined): AgentCoordError {
  return new AgentCoordError(
    'storage_unknown',
    `An earlier try to settle ${named(task)} got no answer; now the claim is over and the task is ${state ?? 'no longer known'}. ` +
      'Whether that was this try or another claim cannot be told. Look at the task before doing it again.',
    { data: { taskId: task.id, ...(state === undefined ? {} : { state }) } },
  );
}

function named(task: Task): string {
  return `task ${task.id} (${JSON.stringify(task.title)})`;
}
