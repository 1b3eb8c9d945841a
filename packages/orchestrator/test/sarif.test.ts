import { expect, it } from 'vitest';
import { mergeFindings } from '../src/review/merge-findings.js';
import { reviewMarkdown } from '../src/review/review-markdown.js';
import type { ReviewReport } from '../src/review/review-report.js';
import { reviewSarif } from '../src/review/sarif.js';
import { sarifProblems } from './support/sarif-rules.js';

const hostile = {
  file: 'src/a b/ü#?%.ts',
  line: 3,
  endLine: 5,
  severity: 'high' as const,
  title: '<img src=x onerror=alert(1)> [click](javascript:alert(1)) `x`',
  detail: '# Not a heading\n\n| not | a table |\n```\nnot code\n<script>',
};

const report: ReviewReport = {
  review: 'review-0123456789',
  path: '.',
  complete: true,
  leads: [
    { lead: 'security', state: 'completed', summary: 'Done.', findings: [hostile], rejected: [], costUsd: 0 },
  ],
  findings: mergeFindings([{ lead: 'security', findings: [hostile] }]),
  costUsd: 0,
  startedAt: 0,
  endedAt: 60_000,
};

it('a review is a SARIF 2.1.0 log that keeps the rules of its schema, whatever files are called', () => {
  const sarif = reviewSarif(report, '1.2.3');
  expect(sarifProblems(sarif)).toEqual([]);
  expect(JSON.stringify(sarif)).toContain('src/a%20b/%C3%BC%23%3F%25.ts');
});

it('the rules find what is wrong with a log', () => {
  const sarif = JSON.parse(JSON.stringify(reviewSarif(report, '1.2.3')));
  const [result] = sarif.runs[0].results;
  result.level = 'fatal';
  result.ruleIndex = 5;
  result.locations[0].physicalLocation.region.startLine = 0;
  result.locations[0].physicalLocation.artifactLocation.uri = '/abs olute';
  expect(sarifProblems({ ...sarif, version: '2.0.0' })).toHaveLength(5);
});

it('words of a model are no formatting in the Markdown of a review', () => {
  const text = reviewMarkdown(report);
  const outsideOfCode = text.replace(/`[^`]*`/g, '');
  expect(outsideOfCode).not.toMatch(/(?<!\\)<(img|script)/);
  expect(outsideOfCode).not.toMatch(/(?<!\\)\[click/);
  expect(text).not.toMatch(/^# Not a heading/m);
  expect(text).not.toMatch(/^```/m);
});
