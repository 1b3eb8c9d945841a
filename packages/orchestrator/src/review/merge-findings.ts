import { wordsOf } from '@agentcoord/core';
import { type Finding, SEVERITIES } from '@agentcoord/llm-worker';
import type { Lead } from './leads.js';

/** One matter at one place, with all leads that found it. */
export interface MergedFinding extends Finding {
  leads: Lead[];
  /** How others put it. */
  also: Array<{ lead: Lead; title: string; detail: string }>;
}

export interface LeadFindings {
  lead: Lead;
  findings: readonly Finding[];
}

/** Lines that lie so close together are one place: two readers seldom name the very same line. */
const NEAR_LINES = 3;
/** More than this part of all words of two titles must be in both. */
const SAME_WORDS = 0.5;
const NO_MATTER = new Set(
  'a an and are as at be by can could does for from has in into is it its may might no not of on or that the their this to was when where which with without'.split(
    ' ',
  ),
);

/**
 * One list without repeats, the gravest first: findings at the same place whose titles speak of the same thing are
 * one finding that names all its leads. In doubt they stay apart: a repeat costs a glance, a lost finding more.
 */
export function mergeFindings(reports: readonly LeadFindings[]): MergedFinding[] {
  const merged: MergedFinding[] = [];
  for (const { lead, findings } of reports) {
    for (const finding of findings) {
      const same = merged.find((known) => isSamePlace(known, finding) && isSameMatter(known, finding));
      if (same) join(same, finding, lead);
      else merged.push({ ...finding, leads: [lead], also: [] });
    }
  }
  return merged.sort(byGravity);
}

export function gravity({ severity }: Pick<Finding, 'severity'>): number {
  return SEVERITIES.indexOf(severity);
}

function isSamePlace(a: Finding, b: Finding): boolean {
  return a.file === b.file && a.line <= b.endLine + NEAR_LINES && b.line <= a.endLine + NEAR_LINES;
}

function isSameMatter(a: MergedFinding, b: Finding): boolean {
  return [a.title, ...a.also.map(({ title }) => title)].some((title) => isSameTitle(title, b.title));
}

function isSameTitle(a: string, b: string): boolean {
  const [first, second] = [matterOf(a), matterOf(b)];
  const common = [...first].filter((word) => second.has(word)).length;
  const all = first.size + second.size - common;
  return all === 0 ? a === b : common / all > SAME_WORDS;
}

function matterOf(title: string): Set<string> {
  return new Set(
    wordsOf(title)
      .split(' ')
      .filter((word) => word !== '' && !NO_MATTER.has(word)),
  );
}

function join(known: MergedFinding, finding: Finding, lead: Lead): void {
  if (!known.leads.includes(lead)) known.leads.push(lead);
  known.also.push({ lead, title: finding.title, detail: finding.detail });
  known.line = Math.min(known.line, finding.line);
  known.endLine = Math.max(known.endLine, finding.endLine);
  if (gravity(finding) < gravity(known)) known.severity = finding.severity;
}

function byGravity(a: MergedFinding, b: MergedFinding): number {
  return gravity(a) - gravity(b) || (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line);
}
