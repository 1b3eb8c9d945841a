import {
  AgentCoordError,
  type CheckedTask,
  checkId,
  checkInteger,
  checkNewTask,
  type Duration,
  durationMs,
  invalid,
  MAX_LEASE_MS,
  MIN_LEASE_MS,
  type NewId,
} from '@agentcoord/core';
import type { TaskInput } from './task-input.js';

const FIELDS = [
  'id',
  'key',
  'title',
  'description',
  'payload',
  'priority',
  'tags',
  'requires',
  'dependsOn',
  'onDependencyFailure',
  'parent',
  'delay',
  'maxAttempts',
  'lease',
  'dedupeKey',
  'createdBy',
] as const satisfies Array<keyof TaskInput>;

const KNOWN = new Set<string>(FIELDS);

export interface Authorship {
  newId: NewId;
  createdBy?: string;
}

/** A task as it is stored, its key kept aside. `dependsOn` and `parent` are still as the caller wrote them. */
export interface Draft {
  key?: string;
  task: CheckedTask;
}

/** @throws `invalid_argument`, `too_large` or `limit_exceeded`, naming the field as the caller wrote it. */
export function draftTask(input: TaskInput, { newId, createdBy }: Authorship): Draft {
  for (const name of Object.keys(input)) {
    if (!KNOWN.has(name))
      throw invalid(name, `left out: a task has no such field (it has ${FIELDS.join(', ')})`);
  }
  const id = input.id === undefined ? newId('task') : checkId(input.id, 'id');
  refuseItself(input);
  const { key, delay, lease } = input;
  if (key !== undefined) checkId(key, 'key');
  // Field by field: what a spread gives is read and listed three times as slowly.
  const task = checkNewTask({
    id,
    title: input.title,
    description: input.description,
    payload: input.payload,
    priority: input.priority,
    tags: input.tags,
    requires: input.requires,
    dependsOn: input.dependsOn,
    onDependencyFailure: input.onDependencyFailure,
    parent: input.parent,
    delayMs: delay === undefined ? undefined : durationMs(delay, 'delay'),
    maxAttempts: input.maxAttempts,
    leaseMs: lease === undefined ? undefined : checkLease(lease),
    dedupeKey: input.dedupeKey,
    createdBy: input.createdBy ?? createdBy,
  });
  return key === undefined ? { task } : { key, task };
}

function checkLease(lease: Duration): number {
  return checkInteger(durationMs(lease, 'lease'), 'lease', MIN_LEASE_MS, MAX_LEASE_MS);
}

function refuseItself({ id, key, dependsOn, parent }: TaskInput): void {
  if (dependsOn === undefined && parent === undefined) return;
  const own = [key, id].filter((name) => name !== undefined);
  const index = Array.isArray(dependsOn) ? dependsOn.findIndex((name) => own.includes(name)) : -1;
  if (index !== -1) {
    const name = String(dependsOn?.[index]);
    const field = `dependsOn[${index}]`;
    throw new AgentCoordError('dependency_cycle', `${field}: a task cannot depend on itself (${name}).`, {
      data: { field, cycle: [name, name] },
    });
  }
  if (parent !== undefined && own.includes(parent)) throw invalid('parent', 'another task', parent);
}
