import {
  AgentCoordError,
  checkId,
  type Duration,
  durationMs,
  formatDuration,
  hasEnded,
  type JsonObject,
  type Task,
} from '@agentcoord/core';
import type { QueueContext } from '../queue-context.js';
import { DEFAULT_POLL_INTERVAL, nextLookMs, waitUntil } from './next-look.js';

export interface WaitOptions {
  /** Left out: waits for ever. */
  timeout?: Duration;
  /** The longest time between two looks where no signal comes. Default `'5s'`. */
  pollInterval?: Duration;
  /** Ends the waiting with `aborted`; the task goes on. */
  signal?: AbortSignal;
}

/** The task once it is completed. @throws `not_found`, `task_failed`, `cancelled`, `timeout` or `aborted`. */
export async function waitForTask(context: QueueContext, id: string, options: WaitOptions): Promise<Task> {
  const { storage, clock, random } = context;
  const { signal } = options;
  const taskId = checkId(id, 'id');
  const pollMs = durationMs(options.pollInterval ?? DEFAULT_POLL_INTERVAL, 'pollInterval');
  const timeoutMs = options.timeout === undefined ? undefined : durationMs(options.timeout, 'timeout');
  const remainingMs = waitUntil(clock, timeoutMs);
  // Opened before the look: an end that comes in between is heard.
  const listener = await storage.signals.listen({ channels: [`task/${taskId}`] }, { signal });
  try {
    for (;;) {
      const [task] = await storage.queues.get({ taskIds: [taskId] }, { signal });
      if (task === undefined) throw notFound(taskId);
      if (hasEnded(task.state)) return completed(task);
      if (remainingMs() === 0) throw timedOut(task, timeoutMs ?? 0);
      const lookMs = await nextLookMs({ storage, random, pollMs });
      await listener.next({ timeoutMs: Math.min(lookMs, remainingMs()), signal });
    }
  } finally {
    await listener.close();
  }
}

function completed(task: Task): Task {
  if (task.state === 'completed') return task;
  const about: JsonObject = { taskId: task.id, title: task.title, state: task.state };
  const name = `Task ${task.id} (${JSON.stringify(task.title)})`;
  if (task.state === 'cancelled') {
    const reason = task.cancelReason === undefined ? '' : `: ${task.cancelReason}`;
    throw new AgentCoordError('cancelled', `${name} was cancelled${reason}.`, { data: about });
  }
  const last = task.failures.at(-1);
  throw new AgentCoordError(
    'task_failed',
    `${name} failed for good after ${task.attempts} of ${task.maxAttempts} attempts${last ? `: ${last.message}` : ''}. ` +
      'Mend the cause, then retry it.',
    { data: { ...about, failures: task.failures.map((failure) => ({ ...failure })) } },
  );
}

export function notFound(taskId: string): AgentCoordError {
  return new AgentCoordError(
    'not_found',
    `There is no task ${taskId} in this store. Look at the list of tasks.`,
    {
      data: { taskId },
    },
  );
}

function timedOut(task: Task, timeoutMs: number): AgentCoordError {
  return new AgentCoordError(
    'timeout',
    `Task ${task.id} (${JSON.stringify(task.title)}) did not end within ${formatDuration(timeoutMs)}; it is ${task.state}. It goes on; wait longer, or cancel it.`,
    { data: { taskId: task.id, state: task.state, timeoutMs } },
  );
}
