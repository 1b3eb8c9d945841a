import type { LogEntry, Storage, Task } from '@agentcoord/core';

/** All tasks, page by page. */
export async function listTasks(storage: Storage): Promise<Task[]> {
  const tasks: Task[] = [];
  let cursor: string | undefined;
  do {
    const page = await storage.queues.list({ limit: 1_000, ...(cursor === undefined ? {} : { cursor }) });
    tasks.push(...page.tasks);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return tasks;
}

/** Every entry that is still there, page by page. */
export async function readLog(storage: Storage, log: string): Promise<LogEntry[]> {
  const all: LogEntry[] = [];
  for (;;) {
    const { entries } = await storage.logs.read({ log, after: all.at(-1)?.sequence ?? 0, limit: 1_000 });
    if (entries.length === 0) return all;
    all.push(...entries);
  }
}
