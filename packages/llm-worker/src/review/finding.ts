import { type JsonValue, printable } from '@agentcoord/core';
import { z } from 'zod';

export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const MAX_FINDINGS = 50;

const line = z.int().min(1).max(10_000_000);

export const findingInput = z.strictObject({
  file: z.string().min(1).max(1024).describe('Relative to the root of the workspace.'),
  line: line.describe('Where it begins, counted from 1.'),
  end_line: line.optional().describe('Where it ends. Default: the same line.'),
  severity: z.enum(SEVERITIES),
  title: z.string().trim().min(1).max(160).describe('What is wrong, in one line.'),
  detail: z.string().trim().min(1).max(900).describe('Why it matters, and what to do.'),
});

/** Something that a review found, at a place that exists. */
export interface Finding {
  /** Relative to the root of the repository, with `/`. */
  file: string;
  line: number;
  endLine: number;
  severity: Severity;
  /** One line. */
  title: string;
  detail: string;
}

/** As it may be stored and shown. Whether its place exists is another question. */
export function findingOf(input: z.output<typeof findingInput>): Finding {
  return {
    // One file has one name here, so that two leads who found the same are seen to.
    file:
      input.file
        .split('/')
        .filter((name) => name !== '' && name !== '.')
        .join('/') || input.file,
    line: input.line,
    endLine: input.end_line ?? input.line,
    severity: input.severity,
    title: printable(input.title, { singleLine: true }).trim(),
    detail: printable(input.detail).trim(),
  };
}

const stored = z.strictObject({
  file: z.string().min(1).max(4096),
  line,
  endLine: line,
  severity: z.enum(SEVERITIES),
  title: z.string().min(1).max(200),
  detail: z.string().min(1).max(2000),
});

/** Findings of a task's result. What has not their shape is left out, and counted. */
export function readFindings(value: JsonValue | undefined): { findings: Finding[]; unreadable: number } {
  const all = Array.isArray(value) ? value : [];
  const findings = all.flatMap((one) => {
    const parsed = stored.safeParse(one);
    return parsed.success ? [parsed.data] : [];
  });
  return { findings, unreadable: all.length - findings.length };
}
