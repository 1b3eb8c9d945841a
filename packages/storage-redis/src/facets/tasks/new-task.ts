import type { CheckedTask } from '@agentcoord/core';

/** What stays as it was pushed, as the JSON text that is stored. */
export function bodyOf(task: CheckedTask): string {
  const { delayMs: _delayMs, ...body } = task;
  return JSON.stringify(body);
}

/** What the script needs to know of a task, without reading its body. */
export function factsOf(task: CheckedTask) {
  return {
    id: task.id,
    priority: task.priority,
    // Labels have neither spaces nor commas.
    tags: task.tags.join(' '),
    requires: task.requires.join(','),
    dependsOn: task.dependsOn,
    maxAttempts: task.maxAttempts,
    ...(task.delayMs > 0 ? { delayMs: task.delayMs } : {}),
    ...(task.leaseMs === undefined ? {} : { leaseMs: task.leaseMs }),
    ...(task.dedupeKey === undefined ? {} : { dedupeKey: task.dedupeKey }),
    ...(task.parent === undefined ? {} : { parent: task.parent }),
    ...(task.onDependencyFailure === 'cancel' ? { cancel: true } : {}),
  };
}
