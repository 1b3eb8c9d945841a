import type { JsonValue } from '../text/json.js';
import type { CallOptions, MutationOptions } from './call-options.js';
import type { NewTask, Task, TaskState } from './task.js';

export interface PushReply {
  tasks: Array<{
    id: string;
    /** `duplicate`: a task of that id, or an unfinished one with that dedupe key, was there; `id` names it. */
    status: 'added' | 'duplicate';
    state: TaskState;
  }>;
}

export interface ClaimTasks {
  /** Default `'default'`. */
  queue?: string;
  /** Who claims: an agent's incarnation. */
  worker: string;
  /** Only tasks that share one of these; empty or left out: any task. */
  tags?: string[];
  /** What the worker can do; a task is only given to one that has all it `requires`. */
  capabilities?: string[];
  /** For tasks that name no lease of their own. */
  leaseMs: number;
  /** Default 1, at most 100. */
  limit?: number;
  minFence?: number;
}

export interface TaskClaim {
  task: Task;
  fence: number;
  expiresAt: number;
}

export type ClaimReply =
  | { status: 'claimed'; claims: TaskClaim[] }
  /** `nextDueAt`: when a delay or an expiring claim may change the answer; may already be past. */
  | { status: 'empty'; nextDueAt?: number };

export interface ClaimIdentity {
  taskId: string;
  fence: number;
}

export type ClaimRenewal =
  | { status: 'renewed'; expiresAt: number }
  /** The claim is over: expired, settled, evicted or cancelled. `state` is the task's now. */
  | { status: 'lost'; state?: TaskState };

export type TaskOutcome =
  | { kind: 'complete'; result?: JsonValue }
  /** Failed, try again after the delay; ends in the dead letter when no attempt is left. */
  | { kind: 'retry'; error: string; delayMs: number }
  /** Failed for good: the dead letter, whatever attempts are left. */
  | { kind: 'bury'; error: string }
  /** Given back unworked; the attempt is not counted. */
  | { kind: 'release'; reason?: string };

export interface SettleTask extends ClaimIdentity {
  outcome: TaskOutcome;
  /** Claims the next task in the same trip. */
  next?: ClaimTasks;
}

export type SettleReply =
  | { status: 'settled'; state: TaskState; next?: ClaimReply }
  /** The claim was no longer valid: nothing changed, nothing was claimed. */
  | { status: 'fenced'; state?: TaskState };

export interface ListTasks {
  queue?: string;
  states?: TaskState[];
  /** Tasks with at least one of these. */
  tags?: string[];
  parent?: string;
  worker?: string;
  /** Default 100, at most 1,000. */
  limit?: number;
  cursor?: string;
}

export interface QueueStats {
  queue: string;
  counts: Record<TaskState, number>;
  /** When the task that has been ready longest became so. */
  oldestReadyAt?: number;
  /** The capability sets that ready tasks ask for; the empty set too. */
  readyByRequires: Array<{ requires: string[]; ready: number }>;
}

/**
 * A priority queue with leases. Delivery is at least once; completion is recorded exactly once.
 *
 * Always true:
 * - every acknowledged task is in exactly one state, and stays known until it is purged;
 * - at most one claim of a task is valid at a time; a settlement that comes with another is `fenced`;
 * - order: priority 5 first, then by sequence; tasks given back keep their sequence;
 * - an attempt is counted when it is claimed, so a task that kills its worker still ends in the dead letter;
 * - the cost of a claim depends on the worker's tags and the capability sets alive (at most 64),
 *   not on the backlog nor on tasks that do not match;
 * - expired claims and due delays are moved by `claim`, `get` and `stats` themselves: any client heals the queue.
 *
 * Signals: `queue/<queue>` when work may be there; `task/<id>` whenever state or progress of that task changed.
 */
export interface Queues {
  /**
   * Stores 1 to 10,000 tasks, all or none. Dependencies may be tasks of the same push, in any order.
   * @throws `unknown_dependency`, `dependency_cycle`, `limit_exceeded` (capability sets, 1,000 dependents of one task).
   */
  push(request: { queue?: string; tasks: NewTask[] }, options?: MutationOptions): Promise<PushReply>;
  claim(request: ClaimTasks, options?: MutationOptions): Promise<ClaimReply>;
  /** Harmless when repeated or late. `progress` is stored with the task and shown to people. */
  renew(
    request: ClaimIdentity & { leaseMs: number; progress?: { note: string; percent?: number } },
    options?: CallOptions,
  ): Promise<ClaimRenewal>;
  settle(request: SettleTask, options?: MutationOptions): Promise<SettleReply>;
  /** Ends a task that has not ended: a running worker loses its claim. Dependents follow `onDependencyFailure`. */
  cancel(
    request: { taskId: string; reason?: string; by?: string },
    options?: MutationOptions,
  ): Promise<
    | { status: 'cancelled'; alsoCancelled: string[] }
    | { status: 'ended'; state: TaskState }
    | { status: 'not_found' }
  >;
  /** Brings a failed or cancelled task back with all its attempts. */
  requeue(
    request: { taskId: string; by?: string },
    options?: MutationOptions,
  ): Promise<
    | { status: 'requeued'; state: TaskState }
    | { status: 'not_ended'; state: TaskState }
    | { status: 'not_found' }
  >;
  /** Ends every claim of a worker that is known to be dead; the attempts stay counted. Idempotent. */
  evict(
    request: { worker: string; reason: string },
    options?: MutationOptions,
  ): Promise<{ taskIds: string[] }>;
  /** In the order asked; `undefined` where there is none. At most 1,000. */
  get(request: { taskIds: string[] }, options?: CallOptions): Promise<Array<Task | undefined>>;
  /** By sequence, newest last. */
  list(request: ListTasks, options?: CallOptions): Promise<{ tasks: Task[]; cursor?: string }>;
  stats(request: { queue?: string }, options?: CallOptions): Promise<QueueStats>;
}
