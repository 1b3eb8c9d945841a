import type { JsonObject, JsonValue } from '../text/json.js';

/**
 * `blocked` waits for dependencies, `scheduled` for a time; `ready` can be claimed; `claimed` is being
 * worked on. `completed`, `failed` (the dead letter) and `cancelled` are ends.
 */
export const TASK_STATES = [
  'blocked',
  'scheduled',
  'ready',
  'claimed',
  'completed',
  'failed',
  'cancelled',
] as const;
export type TaskState = (typeof TASK_STATES)[number];

export const ENDED_TASK_STATES = ['completed', 'failed', 'cancelled'] as const satisfies readonly TaskState[];

export function hasEnded(state: TaskState): boolean {
  return state === 'completed' || state === 'failed' || state === 'cancelled';
}

export interface NewTask {
  id: string;
  /** 1 to 200 characters. */
  title: string;
  /** At most 32,768 characters. */
  description?: string;
  /** What the worker needs; the whole task is at most 256 KiB of JSON. */
  payload?: JsonObject;
  /** 1 to 5, 5 is claimed first. Default 3. */
  priority?: number;
  /** At most 16. A worker with tags claims tasks that share one with it. */
  tags?: string[];
  /** Capabilities a worker must all have; at most 16. */
  requires?: string[];
  /** Ids of tasks that must complete first; at most 100. */
  dependsOn?: string[];
  /** When a dependency fails or is cancelled: stay `blocked` (default) until it is retried, or be cancelled too. */
  onDependencyFailure?: 'block' | 'cancel';
  parent?: string;
  /** Not to be claimed before this much time has passed. */
  delayMs?: number;
  /** Default 3, 1 to 100. */
  maxAttempts?: number;
  /** Overrides the worker's lease. */
  leaseMs?: number;
  /** At most one unfinished task of a queue has this key. */
  dedupeKey?: string;
  createdBy?: string;
}

/** A type and not an interface, so that it counts as JSON where it is stored. */
export type TaskFailure = {
  attempt: number;
  at: number;
  message: string;
  worker: string;
};

export interface Task {
  id: string;
  queue: string;
  title: string;
  description?: string;
  payload?: JsonObject;
  priority: number;
  tags: string[];
  requires: string[];
  dependsOn: string[];
  onDependencyFailure: 'block' | 'cancel';
  parent?: string;
  maxAttempts: number;
  leaseMs?: number;
  dedupeKey?: string;
  createdBy?: string;

  state: TaskState;
  /** Its place among tasks of the same priority. */
  sequence: number;
  /** Grows with every change of this task. */
  version: number;
  createdAt: number;
  /** Claims so far, without those given back. */
  attempts: number;
  /** While `scheduled`. */
  dueAt?: number;
  /** While `claimed`. */
  claim?: { worker: string; fence: number; claimedAt: number; expiresAt: number };
  progress?: { note: string; percent?: number; at: number };
  /** The last 10. */
  failures: TaskFailure[];
  /** Once `completed`. */
  result?: JsonValue;
  /** Once ended. */
  endedAt?: number;
  /** Why it was cancelled, and by whom. */
  cancelReason?: string;
}
