import type { JsonObject, Task, TaskState } from '@agentcoord/core';
import { type Finding, placeProblem, readFindings, type Workspace } from '@agentcoord/llm-worker';
import { taskIdOf } from '../build/build-record.js';
import type { RunCosts } from '../build/run-costs.js';
import type { Lead } from './leads.js';
import { type MergedFinding, mergeFindings } from './merge-findings.js';
import type { ReviewRecord } from './review-record.js';

export interface LeadReport {
  lead: Lead;
  state: TaskState;
  worker?: string;
  /** In the lead's words. */
  summary?: string;
  /** Why there is none. */
  problem?: string;
  findings: Finding[];
  /** What pointed nowhere when the reports were put together. */
  rejected: Array<{ file: string; line: number; title: string; why: string }>;
  costUsd: number | null;
}

export interface ReviewReport {
  review: string;
  path: string;
  commit?: string;
  /** Every lead has handed in a report. */
  complete: boolean;
  leads: LeadReport[];
  findings: MergedFinding[];
  costUsd: number | null;
  startedAt: number;
  endedAt: number;
}

export interface ReviewParts {
  record: ReviewRecord;
  tasks: readonly Task[];
  costs: RunCosts;
  /** The repository: every place is looked at again, for files may have changed and results are data. */
  workspace: Workspace;
  endedAt: number;
}

export async function reportReview(parts: ReviewParts): Promise<ReviewReport> {
  const { record, costs, endedAt } = parts;
  const leads: LeadReport[] = [];
  for (const lead of record.leads) leads.push(await reportLead(lead, parts));
  return {
    review: record.id,
    path: record.path,
    ...(record.commit !== undefined && { commit: record.commit }),
    complete: leads.every(({ state }) => state === 'completed'),
    leads,
    findings: mergeFindings(leads),
    costUsd: costs.total.costUsd,
    startedAt: record.startedAt,
    endedAt,
  };
}

async function reportLead(lead: Lead, { record, tasks, costs, workspace }: ReviewParts): Promise<LeadReport> {
  const task = tasks.find(({ id }) => id === taskIdOf(record.run, lead));
  const result = asObject(task?.result);
  const findings: Finding[] = [];
  const rejected: LeadReport['rejected'] = [];
  for (const finding of readFindings(asObject(result.output).findings).findings) {
    const why = await placeProblem(workspace, finding);
    if (why === undefined) findings.push(finding);
    else rejected.push({ file: finding.file, line: finding.line, title: finding.title, why });
  }
  const problem = problemOf(task);
  const cost = task && costs.byTask.get(task.id);
  return {
    lead,
    state: task?.state ?? 'cancelled',
    ...(typeof result.worker === 'string' && { worker: result.worker }),
    ...(typeof result.summary === 'string' && { summary: result.summary }),
    ...(problem !== undefined && { problem }),
    findings,
    rejected,
    costUsd: cost ? cost.costUsd : 0,
  };
}

function problemOf(task: Task | undefined): string | undefined {
  if (!task) return 'Its task is no longer in the queue.';
  if (task.state === 'completed') return undefined;
  if (task.state === 'cancelled') return task.cancelReason ?? 'It was cancelled.';
  return task.failures.at(-1)?.message ?? `It is ${task.state}.`;
}

function asObject(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
