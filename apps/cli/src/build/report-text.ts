import { formatDuration } from '@agentcoord/core';
import { type BuildReport, type BuiltTask, estimateText } from '@agentcoord/orchestrator';
import type { Paint } from '../output/paint.js';
import { safe } from '../output/plain.js';
import { renderTable } from '../output/table.js';

const MAX_PROBLEM = 300;

/** The end of a build on the screen: what there is, what is missing and why. The file says more. */
export async function renderReport(report: BuildReport, file: string, paint: Paint): Promise<string> {
  const { tasks, completed, check, costUsd } = report;
  const table = await renderTable(
    tasks,
    [
      { title: 'TASK', cell: ({ title }: BuiltTask) => title, maxWidth: 27 },
      {
        title: 'STATE',
        cell: ({ state }) => state,
        paint: (text, { state }) => (state === 'completed' ? paint.good(text) : paint.bad(text)),
      },
      { title: 'TRIES', cell: ({ attempts }) => attempts, align: 'right' },
      { title: 'COST', cell: (task) => dollars(task.costUsd), align: 'right' },
      { title: 'FILES', cell: ({ files }) => files.join(', '), maxWidth: 24 },
    ],
    paint.heading,
  );
  const problems = tasks.flatMap(({ title, problem }) =>
    problem === undefined ? [] : [`${paint.bad(safe(title))}: ${shorten(safe(problem))}`],
  );
  const head = `${completed} of ${tasks.length} tasks completed in ${formatDuration(report.endedAt - report.startedAt)}, for ${dollars(costUsd)}.`;
  return [
    table,
    ...(problems.length > 0 ? [problems.join('\n')] : []),
    checkText(check, paint),
    `${report.ok ? paint.good('Built.') : paint.bad('Not complete.')} ${head}\n${estimateText(report)}\nReport: ${safe(file)}`,
    ...(problems.length > 0 ? ['Try what failed again with --retry-failed.'] : []),
  ].join('\n\n');
}

function checkText(check: BuildReport['check'], paint: Paint): string {
  if (!check) return `Check: none (no --check, and no "npm test" in package.json).`;
  const verdict = check.passed ? paint.good('passed') : paint.bad('failed');
  const head = `Check: ${safe(check.command)} ${verdict} after ${formatDuration(check.tookMs)}.`;
  if (check.passed) return head;
  const tail = (check.output ?? '')
    .trimEnd()
    .split('\n')
    .slice(-8)
    .map((line) => `  ${safe(line)}`);
  return [`${head} ${safe(check.reason)}`, ...tail].join('\n');
}

function dollars(amount: number | null): string {
  return amount === null ? '?' : `$${amount.toFixed(2)}`;
}

function shorten(text: string): string {
  return text.length > MAX_PROBLEM ? `${text.slice(0, MAX_PROBLEM)}…` : text;
}
