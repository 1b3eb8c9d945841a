import { hasEnded, type Storage, type Task } from '@agentcoord/core';

const LOOK_AGAIN_MS = 250;

export interface TaskChange {
  task: Task;
  /** Absent when the task was already ended at the first look. */
  before?: Task;
}

/**
 * Tells every change of these tasks until none of them can go on, and returns them as they are then.
 * Signals only make it prompt: each look compares what is stored.
 */
export async function followTasks(
  storage: Storage,
  taskIds: string[],
  options: {
    signal: AbortSignal;
    onChange: (change: TaskChange) => void;
    /** Before each look. */
    onLook: () => Promise<void>;
    /** Throws to give up; asked while nothing happens. */
    stillWorthwhile: () => Promise<void>;
  },
): Promise<Task[]> {
  const known = new Map<string, Task>();
  await using listener = await storage.signals.listen({ channels: taskIds.map((id) => `task/${id}`) });
  for (;;) {
    await options.onLook();
    const tasks = (await storage.queues.get({ taskIds })).filter((task) => task !== undefined);
    for (const task of tasks) {
      const before = known.get(task.id);
      if (before?.version === task.version) continue;
      known.set(task.id, task);
      options.onChange({ task, ...(before === undefined ? {} : { before }) });
    }
    // What is still blocked now waits for a task that failed.
    if (tasks.every((task) => hasEnded(task.state) || task.state === 'blocked')) return tasks;
    const heard = await listener.next({ timeoutMs: LOOK_AGAIN_MS, signal: options.signal });
    if (heard === 'timeout') await options.stillWorthwhile();
  }
}
