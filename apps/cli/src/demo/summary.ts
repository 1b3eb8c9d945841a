import { formatDuration } from '@agentcoord/core';
import type { Paint } from '../output/paint.js';
import { safe } from '../output/plain.js';
import { renderTable } from '../output/table.js';
import type { LockWait } from './lock-waits.js';
import type { DemoSummary } from './run-demo.js';
import type { TaskReport } from './task-report.js';

/** The table at the end: what was done by whom, who waited for whom, and whether it all holds. */
export async function renderSummary(summary: DemoSummary, paint: Paint): Promise<string> {
  const { passed, failed } = summary.testsAfter;
  const before = summary.testsBefore;
  const parts = [
    await renderTasks(summary.tasks, paint),
    await renderWaits(summary.lockWaits, paint),
    `Tests of the project: ${before.passed} of ${before.passed + before.failed} passed before, ` +
      `${passed} of ${passed + failed} pass now.`,
    ...summary.problems.map((problem) => paint.bad(`Problem: ${safe(problem)}`)),
    closing(summary, paint),
  ];
  return parts.join('\n\n');
}

function renderTasks(tasks: readonly TaskReport[], paint: Paint): Promise<string> {
  return renderTable(
    tasks,
    [
      { title: 'TASK', cell: (task) => task.title, maxWidth: 36 },
      {
        title: 'STATE',
        cell: (task) => task.state,
        paint: (text, task) => (task.state === 'completed' ? paint.good(text) : paint.bad(text)),
      },
      { title: 'WORKER', cell: (task) => task.worker },
      { title: 'ATTEMPTS', cell: (task) => task.attempts, align: 'right' },
      { title: 'LINES', cell: (task) => `+${task.linesAdded} -${task.linesRemoved}`, align: 'right' },
      { title: 'TIME', cell: (task) => formatDuration(task.tookMs), align: 'right' },
      { title: 'FILES', cell: (task) => task.files.join(', '), maxWidth: 40 },
    ],
    paint.heading,
  );
}

async function renderWaits(waits: readonly LockWait[], paint: Paint): Promise<string> {
  if (waits.length === 0) return 'Contended locks: none was seen.';
  const table = await renderTable(
    waits,
    [
      { title: 'CONTENDED LOCK', cell: (wait) => wait.path },
      { title: 'HELD FOR', cell: (wait) => wait.holder, maxWidth: 36 },
      { title: 'WAITED FOR BY', cell: (wait) => wait.waiter, maxWidth: 36 },
      { title: 'WAITED', cell: (wait) => formatDuration(wait.waitedMs), align: 'right' },
    ],
    paint.heading,
  );
  return table;
}

function closing(summary: DemoSummary, paint: Paint): string {
  const workers = new Set(summary.tasks.map((task) => task.worker)).size;
  const count = summary.tasks.length;
  const source =
    summary.provider === 'replay'
      ? 'The answers of the model were replayed from recordings; processes, locks, edits and tests were real.'
      : 'The model was asked for real.';
  if (!summary.ok) return paint.bad('The demo did not succeed.');
  return `${paint.good(`${count} tasks completed once each by ${workers} worker processes in ${formatDuration(summary.tookMs)}.`)} ${source}`;
}
