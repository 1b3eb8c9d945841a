import type { ReplicaTask } from '@agentcoord/core';
import { fieldsOf } from '../../decode/hash.js';
import { decodeTask } from '../../decode/task.js';

/** Of what task-state.lua keeps: since when it is ready, and when it is due. */
const TIMES = /^\S+ \d+ \d+ \S+ (?<since>\S+) \S+ (?<due>\S+) /;

/** The task, and what is not seen from outside. */
export function toReplicaTask(raw: unknown): ReplicaTask | null {
  const task: ReplicaTask | undefined = decodeTask(raw);
  if (task === undefined) return null;
  const { since = '-', due = '-' } = TIMES.exec(fieldsOf(raw).get('life') ?? '')?.groups ?? {};
  if (task.state === 'blocked' && due !== '-') task.delayedUntil = Number(due);
  if (task.state === 'ready' && since !== '-') task.readyAt = Number(since);
  return task;
}
