import type { NewTask, ReplicaTask } from '@agentcoord/core';

/** A task as it would be asked for today: claims and attempts are gone, what is done stays undone. */
export function asNewTask(task: ReplicaTask): NewTask {
  const { id, title, description, payload, priority, tags, requires, dependsOn, onDependencyFailure } = task;
  const { parent, maxAttempts, leaseMs, dedupeKey, createdBy } = task;
  return {
    id,
    title,
    priority,
    tags,
    requires,
    dependsOn,
    onDependencyFailure,
    maxAttempts,
    ...(description === undefined ? {} : { description }),
    ...(payload === undefined ? {} : { payload }),
    ...(parent === undefined ? {} : { parent }),
    ...(leaseMs === undefined ? {} : { leaseMs }),
    ...(dedupeKey === undefined ? {} : { dedupeKey }),
    ...(createdBy === undefined ? {} : { createdBy }),
  };
}
