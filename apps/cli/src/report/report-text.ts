import { formatDuration } from '@agentcoord/core';
import type { Report } from '@agentcoord/report';
import type { Paint } from '../output/paint.js';
import { safe } from '../output/plain.js';
import { renderTable } from '../output/table.js';

const MOST_LOCKS = 5;
const MOST_FAILED = 10;

/** The first screen of the page, for a terminal. */
export async function reportText(report: Report, paint: Paint): Promise<string> {
  const parts = [
    headline(report),
    ...(report.forgotten ? [paint.warning(forgottenLine(report.forgotten))] : []),
    figures(report),
    ...(await tables(report, paint)),
    'The whole, as a page: agentcoord report --html report.html',
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function headline({ namespace, fromAt, toAt }: Report): string {
  const [from, to] = [new Date(fromAt).toISOString(), new Date(toAt).toISOString()];
  return `${safe(namespace)}: ${from} to ${to} (${formatDuration(toAt - fromAt)})`;
}

function forgottenLine({ events }: { events: number }): string {
  return `The beginning is gone: ${events} events are no longer kept. Claims, locks and waiting are told from what is left.`;
}

function figures({ counts, tasks, agents, locks, costs, approvals, decisions }: Report): string {
  const contended = locks.reduce((sum, lock) => sum + lock.contended, 0);
  const waitedMs = locks.reduce((sum, lock) => sum + lock.waitedMs, 0);
  const pending = approvals.filter(({ status }) => status === 'pending').length;
  const left = counts.ready + counts.claimed + counts.scheduled + counts.blocked;
  const { calls, costUsd } = costs.total;
  const cost =
    calls === 0 ? 'none' : `${costUsd === null ? 'unknown' : `$${costUsd.toFixed(4)}`} in ${calls} calls`;
  return [
    `Tasks      ${tasks.length}: ${counts.completed} completed, ${counts.failed} failed, ${counts.cancelled} cancelled, ${left} not ended`,
    `Agents     ${agents.length}`,
    `Locks      ${contended} waited for, ${formatDuration(waitedMs)} in all`,
    `Costs      ${cost}`,
    `Approvals  ${approvals.length}, ${pending} waiting`,
    `Decisions  ${decisions.length}`,
  ].join('\n');
}

async function tables(report: Report, paint: Paint): Promise<string[]> {
  const contended = report.locks.filter((lock) => lock.contended > 0).slice(0, MOST_LOCKS);
  const failed = report.tasks.filter(({ state }) => state === 'failed').slice(0, MOST_FAILED);
  return [
    report.agents.length === 0 ? '' : await agentTable(report, paint),
    contended.length === 0
      ? ''
      : await renderTable(
          contended,
          [
            { title: 'WAITED FOR', cell: ({ path }) => path, maxWidth: 50 },
            { title: 'WAITS', cell: (lock) => lock.contended, align: 'right' },
            { title: 'IN ALL', cell: (lock) => formatDuration(lock.waitedMs), align: 'right' },
            { title: 'LONGEST', cell: (lock) => formatDuration(lock.longestWaitMs), align: 'right' },
          ],
          paint.heading,
        ),
    failed.length === 0
      ? ''
      : await renderTable(
          failed,
          [
            { title: 'FAILED', cell: ({ title }) => title, maxWidth: 40 },
            { title: 'ATTEMPTS', cell: ({ attempts }) => attempts, align: 'right' },
            { title: 'WHY', cell: ({ trouble }) => trouble ?? '', maxWidth: 60 },
          ],
          paint.heading,
        ),
  ];
}

function agentTable({ agents }: Report, paint: Paint): Promise<string> {
  return renderTable(
    agents,
    [
      { title: 'AGENT', cell: ({ name }) => name, maxWidth: 40 },
      { title: 'STATE', cell: ({ state }) => state },
      { title: 'COMPLETED', cell: ({ completed }) => completed, align: 'right' },
      { title: 'FAILED ATTEMPTS', cell: ({ failedAttempts }) => failedAttempts, align: 'right' },
      { title: 'WORKED', cell: ({ workedMs }) => formatDuration(workedMs), align: 'right' },
      { title: 'WAITED', cell: ({ waitedMs }) => formatDuration(waitedMs), align: 'right' },
    ],
    paint.heading,
  );
}
