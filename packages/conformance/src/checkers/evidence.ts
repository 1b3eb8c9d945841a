import type { EventBody, LogEntry, Task } from '@agentcoord/core';

/** What one process saw, written down before and after each call. All times are the storage's. */
export type HistoryEntry =
  | { kind: 'task-asked'; taskId: string }
  | { kind: 'task-acknowledged'; taskId: string }
  | { kind: 'task-claimed'; taskId: string; fence: number; at: number }
  | { kind: 'task-completed'; taskId: string; fence: number }
  | { kind: 'lease-asked'; grantId: string }
  | { kind: 'lease-granted'; grantId: string; key: string; fence: number; from: number; until: number }
  /** Written before the release is sent: from `at` on nobody can say whether it was still held. */
  | { kind: 'lease-ending'; grantId: string; at: number }
  /** A write that the resource let pass; `version` is the resource's own order of writes. */
  | { kind: 'write-accepted'; resource: string; version: number; fence: number }
  | { kind: 'entry-asked'; entryId: string }
  | { kind: 'entry-acknowledged'; entryId: string; sequence: number }
  | { kind: 'call-failed'; code: string; message: string };

/** Everything a checker may look at: what the processes saw, and what the store holds at the end. */
export interface Evidence {
  /** One list for each process, in the order it wrote them. */
  histories: HistoryEntry[][];
  tasks: Array<Pick<Task, 'id' | 'state'>>;
  events: Array<Pick<EventBody, 'type' | 'entity'>>;
  /** Of the one log the processes wrote to. */
  entries: Array<Pick<LogEntry, 'sequence' | 'id' | 'author' | 'body'>>;
}

/** One sentence for each violation; none means that the promise held. */
export type Checker = (evidence: Evidence) => string[];

type Kind = HistoryEntry['kind'];

/** The entries of one kind over all processes. */
export function seen<K extends Kind>(evidence: Evidence, kind: K): Array<Extract<HistoryEntry, { kind: K }>> {
  return evidence.histories
    .flat()
    .filter((entry): entry is Extract<HistoryEntry, { kind: K }> => entry.kind === kind);
}

/** How often each key comes. */
export function tally(keys: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

export const NO_EVIDENCE: Evidence = { histories: [], tasks: [], events: [], entries: [] };
