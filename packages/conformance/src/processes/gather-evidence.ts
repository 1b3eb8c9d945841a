import { EVENTS_LOG, type EventBody, type LogEntry, type Storage, type Task } from '@agentcoord/core';
import type { Evidence, HistoryEntry } from '../checkers/evidence.js';
import { LOCK_LOG } from './hold-lock.js';

/** What the processes saw, with what the store holds now. */
export async function gatherEvidence(storage: Storage, histories: HistoryEntry[][]): Promise<Evidence> {
  const events = await readLog(storage, EVENTS_LOG);
  return {
    histories,
    tasks: await listTasks(storage),
    events: events.map((entry) => entry.body as EventBody),
    entries: await readLog(storage, LOCK_LOG),
  };
}

async function listTasks(storage: Storage): Promise<Task[]> {
  const tasks: Task[] = [];
  let cursor: string | undefined;
  do {
    const page = await storage.queues.list({ limit: 1_000, ...(cursor === undefined ? {} : { cursor }) });
    tasks.push(...page.tasks);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return tasks;
}

async function readLog(storage: Storage, log: string): Promise<LogEntry[]> {
  const all: LogEntry[] = [];
  for (;;) {
    const { entries } = await storage.logs.read({ log, after: all.at(-1)?.sequence ?? 0, limit: 1_000 });
    if (entries.length === 0) return all;
    all.push(...entries);
  }
}
