import { type JsonValue, TASK_STATES, type Task, type TaskState } from '@agentcoord/core';
import { isObject, numberOf, type SeenEvent, textOf, textsOf } from './seen-event.js';

/** What a list shows of a task. Payload, description and result may be large and stay in the store until asked for. */
export interface TaskRow {
  id: string;
  title: string;
  state: TaskState;
  priority: number;
  tags: string[];
  requires: string[];
  parent?: string;
  createdBy?: string;
  sequence: number;
  version: number;
  createdAt: number;
  /** When it last changed its state. */
  changedAt: number;
  attempts: number;
  maxAttempts: number;
  worker?: string;
  claimEndsAt?: number;
  dueAt?: number;
  progress?: { note: string; percent?: number };
  /** The last thing that went wrong. */
  trouble?: string;
}

const MAX_NOTE_CHARACTERS = 500;

export function rowOfTask(task: Task): TaskRow {
  const { claim, progress, failures, endedAt, cancelReason } = task;
  const trouble = cancelReason ?? failures.at(-1)?.message;
  return {
    id: task.id,
    title: task.title,
    state: task.state,
    priority: task.priority,
    tags: task.tags,
    requires: task.requires,
    sequence: task.sequence,
    version: task.version,
    createdAt: task.createdAt,
    changedAt: endedAt ?? claim?.claimedAt ?? failures.at(-1)?.at ?? task.createdAt,
    attempts: task.attempts,
    maxAttempts: task.maxAttempts,
    ...(task.parent === undefined ? {} : { parent: task.parent }),
    ...(task.createdBy === undefined ? {} : { createdBy: task.createdBy }),
    ...(claim === undefined ? {} : { worker: claim.worker, claimEndsAt: claim.expiresAt }),
    ...(task.dueAt === undefined ? {} : { dueAt: task.dueAt }),
    ...(progress === undefined ? {} : { progress: { note: cut(progress.note), percent: progress.percent } }),
    ...(trouble === undefined ? {} : { trouble: cut(trouble) }),
  };
}

/** `task-added` carries the whole task. `undefined` for what no queue of ours has written. */
export function rowOfAdded({ id, at, version, fields }: SeenEvent): TaskRow | undefined {
  const title = textOf(fields.title);
  const state = stateOf(fields.state);
  if (title === undefined || state === undefined) return undefined;
  const [parent, createdBy] = [textOf(fields.parent), textOf(fields.createdBy)];
  return {
    id,
    title,
    state,
    version,
    priority: numberOf(fields.priority) ?? 3,
    tags: textsOf(fields.tags),
    requires: textsOf(fields.requires),
    sequence: numberOf(fields.sequence) ?? 0,
    createdAt: numberOf(fields.createdAt) ?? at,
    changedAt: at,
    attempts: numberOf(fields.attempts) ?? 0,
    maxAttempts: numberOf(fields.maxAttempts) ?? 3,
    ...(parent === undefined ? {} : { parent }),
    ...(createdBy === undefined ? {} : { createdBy }),
    dueAt: numberOf(fields.dueAt),
  };
}

/** Every later event carries what changed; `null` says that a field is gone. */
export function changedRow(row: TaskRow, { at, version, fields }: SeenEvent): TaskRow {
  const next: TaskRow = { ...row, version };
  const state = stateOf(fields.state);
  if (state !== undefined && state !== row.state) {
    next.state = state;
    next.changedAt = at;
  }
  if (fields.attempts !== undefined) next.attempts = numberOf(fields.attempts) ?? row.attempts;
  if (fields.dueAt !== undefined) next.dueAt = numberOf(fields.dueAt);
  if (fields.claim !== undefined) {
    const claim = isObject(fields.claim) ? fields.claim : {};
    next.worker = textOf(claim.worker);
    next.claimEndsAt = numberOf(claim.expiresAt);
  }
  if (fields.progress !== undefined) next.progress = progressOf(fields.progress);
  if (next.state !== 'claimed') {
    next.worker = undefined;
    next.claimEndsAt = undefined;
  }
  const reason = textOf(fields.cancelReason);
  const failure = isObject(fields.failure) ? textOf(fields.failure.message) : undefined;
  if (fields.cancelReason === null) next.trouble = undefined;
  const trouble = reason ?? failure;
  if (trouble !== undefined) next.trouble = cut(trouble);
  return next;
}

function progressOf(value: JsonValue | undefined): TaskRow['progress'] {
  const note = isObject(value) ? textOf(value.note) : undefined;
  if (note === undefined || !isObject(value)) return undefined;
  return { note: cut(note), percent: numberOf(value.percent) };
}

function stateOf(value: JsonValue | undefined): TaskState | undefined {
  return TASK_STATES.find((state) => state === value);
}

function cut(text: string): string {
  return text.slice(0, MAX_NOTE_CHARACTERS);
}
