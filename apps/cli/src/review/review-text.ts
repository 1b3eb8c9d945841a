import { formatDuration } from '@agentcoord/core';
import type { LeadReport, MergedFinding, ReviewReport } from '@agentcoord/orchestrator';
import type { Paint } from '../output/paint.js';
import { safe } from '../output/plain.js';
import { renderTable } from '../output/table.js';
import type { ReviewFiles } from './write-review.js';

const MAX_SHOWN = 20;

/** The end of a review on the screen: what each lead found, and the gravest of all. */
export async function renderReview(report: ReviewReport, files: ReviewFiles, paint: Paint): Promise<string> {
  const { leads, findings, costUsd } = report;
  const table = await renderTable(
    leads,
    [
      { title: 'LEAD', cell: ({ lead }: LeadReport) => lead },
      {
        title: 'STATE',
        cell: ({ state }) => state,
        paint: (text, { state }) => (state === 'completed' ? paint.good(text) : paint.bad(text)),
      },
      { title: 'FINDINGS', cell: (lead) => lead.findings.length, align: 'right' },
      { title: 'REJECTED', cell: ({ rejected }) => rejected.length, align: 'right' },
      {
        title: 'COST',
        cell: (lead) => (lead.costUsd === null ? '?' : `$${lead.costUsd.toFixed(2)}`),
        align: 'right',
      },
    ],
    paint.heading,
  );
  const problems = leads.flatMap(({ lead, problem }) =>
    problem === undefined ? [] : [`${paint.bad(`no report of ${lead}`)}: ${safe(problem).slice(0, 300)}`],
  );
  const cost = costUsd === null ? '?' : `$${costUsd.toFixed(2)}`;
  return [
    table,
    ...(problems.length > 0 ? [problems.join('\n')] : []),
    ...(findings.length > 0
      ? [
          findings
            .slice(0, MAX_SHOWN)
            .map((finding) => findingLines(finding, paint))
            .join('\n'),
        ]
      : []),
    ...(findings.length > MAX_SHOWN ? [`and ${findings.length - MAX_SHOWN} more`] : []),
    `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'} in ${formatDuration(report.endedAt - report.startedAt)}, for ${cost}.\nReport: ${safe(files.summary)}\nSARIF:  ${safe(files.sarif)}`,
  ].join('\n\n');
}

function findingLines({ file, line, severity, title, leads }: MergedFinding, paint: Paint): string {
  const grave = severity === 'critical' || severity === 'high';
  const shown = grave ? paint.bad(severity.padEnd(8)) : severity.padEnd(8);
  return `${shown} ${safe(title)}\n         ${paint.faint(`${safe(file)}:${line}  ${leads.join(', ')}`)}`;
}
