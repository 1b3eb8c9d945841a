import { formatDuration } from '@agentcoord/core';
import { type Finding, SEVERITIES } from '@agentcoord/llm-worker';
import { block, code, inline, quote } from '../build/markdown-text.js';
import { reviewTitle } from './leads.js';
import type { MergedFinding } from './merge-findings.js';
import type { LeadReport, ReviewReport } from './review-report.js';

/** The merged report. Words of models in it are escaped, and marked as theirs. */
export function reviewMarkdown(report: ReviewReport): string {
  const { findings, leads, commit, path } = report;
  const counts = SEVERITIES.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count > 0 ? [`${count} ${severity}`] : [];
  });
  const parts = [
    '# Code review',
    `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}${counts.length > 0 ? `: ${counts.join(', ')}` : ''}.`,
    [
      `- Reviewed: ${path === '.' ? 'the whole repository' : code(path)}${commit ? ` at ${code(commit.slice(0, 12))}` : ''}`,
      `- By: ${leads.map(({ lead }) => lead).join(', ')}`,
      `- Took ${formatDuration(report.endedAt - report.startedAt)}, cost ${report.costUsd === null ? 'unknown' : `$${report.costUsd.toFixed(2)}`}`,
    ].join('\n'),
    ...leads.filter(({ problem }) => problem !== undefined).map(withoutReport),
    ...findings.map((finding, index) => mergedFinding(finding, index + 1)),
    `## What the leads say\n\n${leads.map(leadWords).join('\n\n')}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

/** The report of one lead. */
export function leadMarkdown(report: LeadReport): string {
  const { lead, findings, rejected, summary, worker } = report;
  const parts = [
    `# ${reviewTitle(lead)}`,
    `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}${worker ? `, by ${inline(worker)}` : ''}.`,
    ...(summary === undefined ? [] : [quote(summary)]),
    ...(report.problem === undefined ? [] : [withoutReport(report)]),
    ...findings.map((finding, index) => oneFinding(finding, index + 1)),
    ...(rejected.length === 0
      ? []
      : [
          `Left out: ${rejected.length} ${rejected.length === 1 ? 'finding that points' : 'findings that point'} at no file or line that exists.`,
        ]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function withoutReport({ lead, problem }: LeadReport): string {
  return `**There is no report of ${lead}.**\n\n${block(problem ?? '')}`;
}

function oneFinding(finding: Finding, number: number): string {
  return `## ${number}. ${inline(finding.title)}\n\n${finding.severity} · ${placeOf(finding)}\n\n${quote(finding.detail)}`;
}

function mergedFinding(finding: MergedFinding, number: number): string {
  const also = finding.also.map(
    ({ lead, title, detail }) => `Also ${lead}: ${inline(title)}\n\n${quote(detail)}`,
  );
  const head = `${finding.severity} · ${placeOf(finding)} · ${finding.leads.join(', ')}`;
  return [`## ${number}. ${inline(finding.title)}`, head, quote(finding.detail), ...also].join('\n\n');
}

function placeOf({ file, line, endLine }: Finding): string {
  return code(`${file}:${line}${endLine > line ? `-${endLine}` : ''}`);
}

function leadWords({ lead, findings, summary }: LeadReport): string {
  return `**${lead}** (${findings.length})\n\n${summary === undefined ? 'No report.' : quote(summary)}`;
}
