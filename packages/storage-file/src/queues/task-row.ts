import type { JsonValue, NewTask, Task, TaskFailure, TaskState } from '@agentcoord/core';
import type { View } from '../store/view.js';

/** What changes while a task is worked on. */
export interface TaskRow {
  readonly sequence: number;
  readonly id: string;
  readonly queue: string;
  readonly priority: number;
  readonly tags: string;
  readonly requires: string;
  readonly max_attempts: number;
  readonly lease_ms: number | null;
  readonly cancel_with_dependency: number;
  readonly created_at: number;
  state: TaskState;
  version: number;
  attempts: number;
  unmet: number;
  due_at: number | null;
  ready_at: number | null;
  worker: string | null;
  fence: number | null;
  claimed_at: number | null;
  expires_at: number | null;
  ended_at: number | null;
  dedupe_key: string | null;
}

/** What is noted about a task now and then. */
export interface TaskNotes {
  progress?: { note: string; percent?: number; at: number };
  failures?: TaskFailure[];
  result?: JsonValue;
  cancelReason?: string;
}

/** What the caller gave, with the defaults filled in; never changes. */
export type TaskSpec = NewTask;

export interface WholeRow extends TaskRow {
  spec: string;
  notes: string | null;
}

export const TASK_COLUMNS = `sequence, id, queue, priority, tags, requires, max_attempts, lease_ms, cancel_with_dependency,
  created_at, state, version, attempts, unmet, due_at, ready_at, worker, fence, claimed_at, expires_at, ended_at, dedupe_key`;

export const WHOLE_TASK = `SELECT ${TASK_COLUMNS}, spec, notes FROM tasks
  JOIN task_specs USING (sequence) LEFT JOIN task_notes USING (sequence)`;

export function findTask(view: View, id: string): TaskRow | undefined {
  return view.get<TaskRow>(`SELECT ${TASK_COLUMNS} FROM tasks WHERE id = ?`, id);
}

export function findWholeTask(view: View, id: string): WholeRow | undefined {
  return view.get<WholeRow>(`${WHOLE_TASK} WHERE id = ?`, id);
}

export function tagsOf(row: { tags: string }): string[] {
  return row.tags.split(' ').filter((tag) => tag !== '');
}

export function toTask(row: WholeRow): Task {
  const spec = JSON.parse(row.spec) as TaskSpec;
  const notes = row.notes === null ? {} : (JSON.parse(row.notes) as TaskNotes);
  const { delayMs: _delay, ...given } = spec;
  return {
    ...given,
    queue: row.queue,
    priority: row.priority,
    tags: spec.tags ?? [],
    requires: spec.requires ?? [],
    dependsOn: spec.dependsOn ?? [],
    onDependencyFailure: spec.onDependencyFailure ?? 'block',
    maxAttempts: row.max_attempts,
    state: row.state,
    sequence: row.sequence,
    version: row.version,
    createdAt: row.created_at,
    attempts: row.attempts,
    failures: notes.failures ?? [],
    ...(row.state === 'scheduled' && row.due_at !== null ? { dueAt: row.due_at } : {}),
    ...claimOf(row),
    ...(notes.progress === undefined ? {} : { progress: notes.progress }),
    ...(notes.result === undefined ? {} : { result: notes.result }),
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
    ...(notes.cancelReason === undefined ? {} : { cancelReason: notes.cancelReason }),
  };
}

export function claimOf(row: TaskRow): Pick<Task, 'claim'> {
  const { worker, fence, claimed_at: claimedAt, expires_at: expiresAt } = row;
  if (
    row.state !== 'claimed' ||
    worker === null ||
    fence === null ||
    claimedAt === null ||
    expiresAt === null
  )
    return {};
  return { claim: { worker, fence, claimedAt, expiresAt } };
}

/** The state as the clock has it, before anybody has moved the task. */
export function stateNow(row: TaskRow, now: number): TaskState {
  if (row.state === 'claimed' && (row.expires_at ?? 0) <= now) {
    return row.attempts >= row.max_attempts ? 'failed' : 'ready';
  }
  return row.state === 'scheduled' && (row.due_at ?? 0) <= now ? 'ready' : row.state;
}
