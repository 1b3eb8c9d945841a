import { printable, type Task } from '@agentcoord/core';
import { isoTime } from './iso-times.js';
import type { Paint } from './paint.js';
import { safe } from './plain.js';
import { paintTaskState } from './tasks-table.js';

/** Everything about one task, a field a line. */
export function renderTask(task: Task, paint: Paint): string {
  const fields: Array<[string, string | number | undefined]> = [
    ['title', task.title],
    ['queue', task.queue],
    ['priority', task.priority],
    ['tags', task.tags.join(', ')],
    ['requires', task.requires.join(', ')],
    ['depends on', task.dependsOn.join(', ')],
    ['parent', task.parent],
    ['attempts', `${task.attempts} of ${task.maxAttempts}`],
    ['created', `${isoTime(task.createdAt)}${task.createdBy ? ` by ${task.createdBy}` : ''}`],
    ['due', task.dueAt === undefined ? undefined : isoTime(task.dueAt)],
    ['worker', task.claim?.worker],
    [
      'claimed',
      task.claim ? `${isoTime(task.claim.claimedAt)}, until ${isoTime(task.claim.expiresAt)}` : undefined,
    ],
    ['progress', progressOf(task)],
    ['ended', task.endedAt === undefined ? undefined : isoTime(task.endedAt)],
    ['cancelled', task.cancelReason],
    ['dedupe key', task.dedupeKey],
  ];
  const lines = fields
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([label, value]) => `${paint.faint(label.padEnd(11))} ${safe(value)}`);
  return [
    `${paint.heading(safe(task.id))}  ${paintTaskState(task.state, task.state, paint)}`,
    ...lines,
    ...block('description', task.description, paint),
    ...block('payload', json(task.payload), paint),
    ...block('result', json(task.result), paint),
    ...block('failures', failuresOf(task), paint),
  ].join('\n');
}

function block(label: string, text: string | undefined, paint: Paint): string[] {
  if (!text) return [];
  const indented = printable(text).replace(/^/gm, '  ');
  return [paint.faint(label), indented];
}

function json(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value, undefined, 2);
}

function progressOf({ progress }: Task): string | undefined {
  if (!progress) return undefined;
  return `${progress.percent === undefined ? '' : `${progress.percent} % `}${progress.note}`;
}

function failuresOf(task: Task): string {
  return task.failures
    .map(({ attempt, at, worker, message }) => `attempt ${attempt}, ${isoTime(at)}, ${worker}: ${message}`)
    .join('\n');
}
