import type { CheckedTask } from '@agentcoord/core';

/** What stays as it was pushed, as the JSON text that is stored. */
export function bodyOf(task: CheckedTask): string {
  const { delayMs: _delayMs, ...body } = task;
  return JSON.stringify(body);
}

/**
 * What the script needs to know of a task without reading its body, as it is stored: see task-state.lua.
 * Names, ids and labels have neither spaces nor commas, and nothing here has line breaks.
 */
export function factsOf(queue: string, task: CheckedTask): string {
  const { priority, maxAttempts, leaseMs = '-', parent = '-', onDependencyFailure, requires, tags } = task;
  const onFailure = onDependencyFailure === 'cancel' ? 'cancel' : '-';
  const words = [queue, priority, maxAttempts, leaseMs, parent, onFailure, requires.join(',')];
  return `${words.join(' ')}\n${tags.join(' ')}\n${task.dedupeKey ?? ''}`;
}
