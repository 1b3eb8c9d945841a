import { MAX_PAGE, type Storage, type Task, throwIfAborted } from '@agentcoord/core';
import type { Window } from '../figures/window.js';

/** The tasks of the default queue that existed in the window, and those whose end fell into it. */
export async function readTasks(
  storage: Pick<Storage, 'queues'>,
  window: Window,
  signal?: AbortSignal,
): Promise<Task[]> {
  const found: Task[] = [];
  let cursor: string | undefined;
  do {
    throwIfAborted(signal, 'reading the tasks');
    const page = await storage.queues.list({ limit: MAX_PAGE, ...(cursor === undefined ? {} : { cursor }) });
    found.push(...page.tasks.filter((task) => existed(task, window)));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}

function existed({ createdAt, endedAt }: Task, window: Window): boolean {
  return createdAt <= window.until && (endedAt === undefined || endedAt >= window.since);
}
