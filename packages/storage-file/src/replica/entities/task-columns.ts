import type { ReplicaTask } from '@agentcoord/core';
import { nameOfSet } from '../../queues/capability-sets.js';
import type { TaskNotes, TaskRow, TaskSpec } from '../../queues/task-row.js';

/** Everything of a row but what is counted from other rows. */
export function columnsOf(task: ReplicaTask): Omit<TaskRow, 'unmet'> & { parent: string | null } {
  const isUnfinished = task.endedAt === undefined;
  return {
    sequence: task.sequence,
    id: task.id,
    queue: task.queue,
    priority: task.priority,
    tags: task.tags.length > 0 ? ` ${task.tags.join(' ')} ` : '',
    requires: nameOfSet(task.requires),
    max_attempts: task.maxAttempts,
    lease_ms: task.leaseMs ?? null,
    cancel_with_dependency: task.onDependencyFailure === 'cancel' ? 1 : 0,
    created_at: task.createdAt,
    delayed_until: task.delayedUntil ?? null,
    state: task.state,
    version: task.version,
    attempts: task.attempts,
    wake_at: task.claim?.expiresAt ?? task.dueAt ?? null,
    ready_at: task.readyAt ?? null,
    worker: task.claim?.worker ?? null,
    fence: task.claim?.fence ?? null,
    claimed_at: task.claim?.claimedAt ?? null,
    ended_at: task.endedAt ?? null,
    missed: task.state === 'failed' || task.state === 'cancelled' ? 1 : null,
    dedupe_key: (isUnfinished && task.dedupeKey) || null,
    parent: task.parent ?? null,
  };
}

const SPEC = [
  ...['id', 'title', 'description', 'payload', 'priority', 'tags', 'requires', 'dependsOn'],
  ...['onDependencyFailure', 'parent', 'maxAttempts', 'leaseMs', 'dedupeKey', 'createdBy'],
] as ReadonlyArray<keyof TaskSpec & keyof ReplicaTask>;
const NOTES = ['progress', 'failures', 'result', 'cancelReason'] as ReadonlyArray<
  keyof TaskNotes & keyof ReplicaTask
>;

export function specOf(task: ReplicaTask): string {
  return JSON.stringify(pick(task, SPEC));
}

/** NULL where nothing was ever noted. */
export function notesOf(task: ReplicaTask): string | null {
  const notes = pick(task, NOTES);
  if (task.failures.length === 0) delete notes.failures;
  return Object.keys(notes).length > 0 ? JSON.stringify(notes) : null;
}

function pick<Key extends keyof ReplicaTask>(
  task: ReplicaTask,
  keys: readonly Key[],
): Partial<Pick<ReplicaTask, Key>> {
  const picked: Partial<Pick<ReplicaTask, Key>> = {};
  for (const key of keys) if (task[key] !== undefined) picked[key] = task[key];
  return picked;
}
