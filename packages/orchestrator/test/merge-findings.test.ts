import type { Finding } from '@agentcoord/llm-worker';
import { describe, expect, it } from 'vitest';
import { mergeFindings } from '../src/review/merge-findings.js';

const finding = (more: Partial<Finding>): Finding => {
  const line = more.line ?? 10;
  return {
    file: 'src/a.ts',
    line,
    endLine: line,
    severity: 'medium',
    title: 'SQL injection in the login query',
    detail: 'Mend it.',
    ...more,
  };
};

describe('findings of several leads', () => {
  it('at one place and of one matter are one finding that names its leads, as grave as the gravest', () => {
    const merged = mergeFindings([
      { lead: 'security', findings: [finding({ severity: 'high' })] },
      {
        lead: 'quality',
        findings: [finding({ line: 12, title: 'Login query: SQL injection', severity: 'critical' })],
      },
    ]);
    expect(merged).toMatchObject([
      {
        leads: ['security', 'quality'],
        severity: 'critical',
        line: 10,
        endLine: 12,
        also: [{ lead: 'quality' }],
      },
    ]);
  });

  it.each([
    ['another file', { file: 'src/b.ts' }],
    ['another place in the file', { line: 40 }],
    ['another matter', { title: 'The connection is never closed' }],
  ])('stay two where they speak of %s', (_what, more) => {
    const leads = [
      { lead: 'security' as const, findings: [finding({})] },
      { lead: 'operations' as const, findings: [finding(more)] },
    ];
    expect(mergeFindings(leads)).toHaveLength(2);
  });

  it('come gravest first, then by file and line', () => {
    const merged = mergeFindings([
      {
        lead: 'quality',
        findings: [
          finding({ severity: 'low', title: 'small' }),
          finding({ file: 'src/b.ts', severity: 'critical', title: 'huge' }),
          finding({ line: 99, severity: 'critical', title: 'grave' }),
        ],
      },
    ]);
    expect(merged.map(({ title }) => title)).toEqual(['grave', 'huge', 'small']);
  });
});
