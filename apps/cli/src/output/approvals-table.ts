import type { Approval } from '@agentcoord/approvals';
import { formatDuration } from '@agentcoord/core';
import { paintStatus } from './approval-details.js';
import type { Paint } from './paint.js';
import { renderTable } from './table.js';

/** @param now of the storage's clock. */
export function renderApprovals(approvals: readonly Approval[], now: number, paint: Paint): Promise<string> {
  return renderTable(
    approvals,
    [
      { title: 'ID', cell: ({ id }) => id },
      {
        title: 'STATUS',
        cell: ({ status, warnings }) => (warnings.length === 0 ? status : `${status}!`),
        paint: (text, { status }) => paintStatus(text, status, paint),
      },
      { title: 'ASKED BY', cell: ({ requestedBy }) => requestedBy, maxWidth: 24 },
      { title: 'AGE', cell: ({ requestedAt }) => formatDuration(Math.max(0, now - requestedAt)) },
      {
        title: 'EXPIRES',
        cell: ({ status, expiresAt }) =>
          status === 'pending' ? `in ${formatDuration(Math.max(0, expiresAt - now))}` : '-',
      },
      { title: 'BY', cell: ({ by }) => by ?? '-', maxWidth: 24 },
      { title: 'ACTION', cell: ({ action }) => action, maxWidth: 40 },
      { title: 'DESCRIPTION', cell: ({ description }) => description ?? '', maxWidth: 60 },
    ],
    paint.heading,
  );
}
