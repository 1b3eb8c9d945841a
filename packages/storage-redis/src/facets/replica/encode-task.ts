import type { ReplicaTask } from '@agentcoord/core';
import { factsOf } from '../tasks/new-task.js';

/** What stays as it was pushed. */
const BODY = [
  ...['id', 'title', 'description', 'payload', 'priority', 'tags', 'requires', 'dependsOn'],
  ...['onDependencyFailure', 'parent', 'maxAttempts', 'leaseMs', 'dedupeKey', 'createdBy'],
  ...['queue', 'sequence', 'createdAt'],
] as ReadonlyArray<keyof ReplicaTask>;

/** The words of a task for `replica/apply`, as task-state.lua keeps them. */
export function encodeTask(task: ReplicaTask): string[] {
  const { failures, progress, result, cancelReason, dependsOn } = task;
  return [
    task.id,
    `${task.sequence} ${storedFacts(task)}`,
    lifeOf(task),
    bodyOf(task),
    failures.length > 0 ? JSON.stringify(failures) : '',
    progress === undefined ? '' : JSON.stringify(progress),
    result === undefined ? '' : JSON.stringify(result),
    cancelReason ?? '',
    dependsOn.join(' '),
  ];
}

/** Without what it waits for, which a push gives behind them. */
function storedFacts(task: ReplicaTask): string {
  const [words, tags, dedupeKey] = factsOf(task.queue, { ...task, delayMs: 0 }).split('\n', 3);
  return [words, tags, dedupeKey].join('\n');
}

function lifeOf({
  state,
  version,
  attempts,
  claim,
  readyAt,
  dueAt,
  delayedUntil,
  endedAt,
}: ReplicaTask): string {
  const since = claim?.claimedAt ?? readyAt ?? '-';
  const due = dueAt ?? delayedUntil ?? '-';
  return [
    ...[state, version, attempts, claim?.fence ?? '-', since, claim?.expiresAt ?? '-', due, endedAt ?? '-'],
    claim?.worker ?? '',
  ].join(' ');
}

/** Without its last brace. */
function bodyOf(task: ReplicaTask): string {
  const body: Record<string, unknown> = {};
  for (const field of BODY) if (task[field] !== undefined) body[field] = task[field];
  return JSON.stringify(body).slice(0, -1);
}
