import { EVENTS_LOG, type EventBody, type Storage } from '@agentcoord/core';
import type { Evidence, HistoryEntry } from '../checkers/evidence.js';
import { LOCK_LOG } from './hold-lock.js';
import { listTasks, readLog } from './read-whole.js';

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
