import { type CheckedTask, taskJson } from '@agentcoord/core';

/** What stays as it was pushed, as JSON without its last brace: the store puts more behind it. */
export function bodyOf(task: CheckedTask): string {
  return taskJson(task).slice(0, -1);
}

/**
 * What the script needs to know of a task without reading its body, as it is stored: see task-state.lua.
 * Names, ids and labels have neither spaces nor commas, and nothing here has line breaks.
 */
export function factsOf(queue: string, task: CheckedTask): string {
  const { priority, maxAttempts, leaseMs = '-', parent = '-', requires, tags, dedupeKey = '' } = task;
  const onFailure = task.onDependencyFailure === 'cancel' ? 'cancel' : '-';
  const required = requires.join(',');
  const labels = tags.join(' ');
  const shape = leaseMs === '-' && required === '' && labels === '' && dedupeKey === '' ? 's' : '-';
  return `${shape} ${priority} ${queue} ${maxAttempts} ${leaseMs} ${parent} ${onFailure} ${required}\n${labels}\n${dedupeKey}`;
}

/** What a task waits for: empty where there is nothing, else its delay and the ids of its dependencies. */
export function needsOf({ delayMs, dependsOn }: CheckedTask): string {
  if (delayMs === 0 && dependsOn.length === 0) return '';
  return `${delayMs === 0 ? '' : delayMs} ${dependsOn.join(' ')}`;
}
