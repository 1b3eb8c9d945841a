import { mkdirSync, writeFileSync } from 'node:fs';
import { describeMachine } from '../report/machine.js';
import { markdownTable } from '../report/markdown-table.js';
import { describeRevision, type Revision } from '../report/revision.js';
import { type Outcome, verdict } from './outcome.js';

const reportFile = 'docs/reliability-report.md';

export function writeReport(outcomes: readonly Outcome[], revision: Revision, scale: number): string {
  const rows = outcomes.map((outcome) => ({
    proof: outcome.name,
    promise: outcome.promise,
    result: verdict(outcome),
    counts: Object.entries(outcome.counts)
      .map(([what, count]) => `${count.toLocaleString('en-US')} ${what}`)
      .join(', '),
    violations: outcome.violations.length,
    seed: String(outcome.seed),
    seconds: outcome.durationMs / 1000,
    finished: outcome.finishedAt,
  }));
  const text = [
    '# Reliability report',
    `Written by \`npm run prove -- --scale ${scale}\`; scale 1 is the full figure of each promise.`,
    `- Date: ${new Date().toISOString()}\n- Commit: ${describeRevision(revision)}\n- Machine: ${describeMachine()}`,
    rows.length > 0 ? markdownTable(rows) : 'No proofs were found.',
    ...outcomes.flatMap(details),
  ].join('\n\n');
  mkdirSync('docs', { recursive: true });
  writeFileSync(reportFile, `${text}\n`);
  return reportFile;
}

const shownViolations = 20;

function details(outcome: Outcome): string[] {
  const lines = outcome.violations.slice(0, shownViolations);
  if (outcome.skipped !== undefined) lines.unshift(`Skipped: ${outcome.skipped}`);
  const hidden = outcome.violations.length - shownViolations;
  if (hidden > 0) lines.push(`and ${hidden} more`);
  return lines.length > 0 ? [`## ${outcome.name}`, lines.map((line) => `- ${line}`).join('\n')] : [];
}
