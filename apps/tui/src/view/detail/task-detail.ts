import type { JsonValue, Task } from '@agentcoord/core';
import type { Detail } from '../../model/detail.js';
import type { TaskRow } from '../../model/task-row.js';
import { age } from '../age.js';
import { nameOf } from '../name-of.js';
import { styleOfState } from '../state-style.js';
import type { Sheet } from './sheet.js';

export function taskDetail(sheet: Sheet, row: TaskRow, detail: Detail | undefined): void {
  const whole = detail?.kind === 'task' && detail.id === row.id ? detail.task : undefined;
  sheet.heading(row.title, 'title');
  sheet.field('State', stateText(row, sheet.now), styleOfState(row.state));
  if (row.progress !== undefined) sheet.field('Progress', progressText(row.progress), 'good');
  sheet.field('Worker', row.worker === undefined ? undefined : nameOf(row.worker));
  sheet.field('Trouble', row.trouble, 'bad');
  sheet.field('Priority', row.priority);
  sheet.field('Tags', row.tags.join(' '), 'accent');
  sheet.field('Requires', row.requires.join(' '), 'accent');
  if (whole !== undefined) whatIsAsked(sheet, whole);
  sheet.field('Part of', row.parent, 'faint');
  sheet.field('Added by', row.createdBy === undefined ? undefined : nameOf(row.createdBy), 'faint');
  sheet.time('Added', row.createdAt);
  sheet.field('Id', row.id, 'faint');
}

function whatIsAsked(sheet: Sheet, task: Task): void {
  if (task.result !== undefined) sheet.field('Result', shown(task.result), 'good');
  sheet.field('Waits for', task.dependsOn.join(' '), 'faint');
  for (const { attempt, message, worker, at } of task.failures)
    sheet.field(`Attempt ${attempt}`, `${age(sheet.now - at)} ago, ${nameOf(worker)}: ${message}`, 'bad');
  if (task.description !== undefined) {
    sheet.blank();
    sheet.text(task.description);
    sheet.blank();
  }
  const { command, verify, ...others } = task.payload ?? {};
  if (command !== undefined) sheet.field('Command', shown(command));
  if (verify !== undefined) sheet.field('Verify', shown(verify));
  if (Object.keys(others).length > 0) sheet.field('Payload', JSON.stringify(others), 'faint');
}

function shown(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function stateText(row: TaskRow, now: number): string {
  const tries = row.attempts === 0 ? '' : `, attempt ${row.attempts} of ${row.maxAttempts}`;
  if (row.state === 'scheduled' && row.dueAt !== undefined)
    return `scheduled, due in ${age(row.dueAt - now)}${tries}`;
  return `${row.state} for ${age(now - row.changedAt)}${tries}`;
}

function progressText({ note, percent }: NonNullable<TaskRow['progress']>): string {
  return percent === undefined ? note : `${percent} %  ${note}`;
}
