import { type CheckedTask, taskJson } from '@agentcoord/core';

/** What stays as it was pushed, as JSON without its last brace: the store puts more behind it. */
export function bodyOf(task: CheckedTask): string {
  return taskJson(task).slice(0, -1);
}

/**
 * What the script needs to know of a task without reading its body, as it is stored: see task-state.lua. Behind
 * that, where the task is not simple, stands what it waits for.
 * Names, ids and labels have neither spaces nor commas, and nothing here has line breaks.
 */
export function factsOf(queue: string, task: CheckedTask): string {
  const { priority, maxAttempts, leaseMs = '-', parent = '-', requires, tags, dependsOn, delayMs } = task;
  const onFailure = task.onDependencyFailure === 'cancel' ? 'cancel' : '-';
  const words = `${priority} ${queue} ${maxAttempts} ${leaseMs} ${parent} ${onFailure} ${requires.join(',')}`;
  const isSimple =
    leaseMs === '-' &&
    requires.length === 0 &&
    tags.length === 0 &&
    dependsOn.length === 0 &&
    delayMs === 0 &&
    task.dedupeKey === undefined;
  if (isSimple) return `s ${words}\n\n`;
  const needs = `${delayMs === 0 ? '' : delayMs} ${dependsOn.join(' ')}`;
  return `- ${words}\n${tags.join(' ')}\n${task.dedupeKey ?? ''}\n${needs}`;
}
