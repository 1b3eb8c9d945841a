import { ApprovalWorkflow } from '@agentcoord/approvals';
import type { Storage } from '@agentcoord/core';
import { CostLog, sumCosts } from '@agentcoord/llm-worker';
import { TaskQueue } from '@agentcoord/queue';
import { collectReport, type Report, renderReport } from '@agentcoord/report';
import { describe, expect, test } from 'vitest';
import { HOSTILE_TEXTS } from './support/hostile-texts.js';
import { runAgents } from './support/run-agents.js';
import { stores } from './support/stores.js';

async function reported(storage: Storage, more: { since?: number; until?: number } = {}): Promise<Report> {
  const approvals = await new ApprovalWorkflow({ storage, actor: 'reader' }).list();
  return collectReport({ storage, namespace: 'a run', approvals, ...more });
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

describe.each(stores)('a report of a store in %s', (_name, open) => {
  test('has the figures of a run of 12 agents and 300 tasks, as its agents counted and the store says', async () => {
    const storage = await open();
    const tally = await runAgents({ storage, agents: 12, tasks: 300, workMs: 2, texts: HOSTILE_TEXTS });
    const report = await reported(storage);
    const { counts } = await new TaskQueue({ storage }).stats();
    expect(report.counts).toEqual(counts);
    expect(report.tasks).toHaveLength(300);
    expect(report.counts.failed).toBe(tally.failedForGood);
    expect(tally.failedForGood).toBe(6);
    const byAgent = Object.fromEntries(report.agents.map(({ name, completed }) => [name, completed]));
    expect(byAgent).toMatchObject(Object.fromEntries(tally.completed));
    expect(sum(report.agents, ({ completed }) => completed)).toBe(counts.completed);
    expect(sum(report.agents, ({ failedAttempts }) => failedAttempts)).toBe(tally.failedAttempts);
    expect(report.spans.filter(({ outcome }) => outcome === 'completed')).toHaveLength(counts.completed);
    const ended = sum(report.throughput.buckets, ({ completed, failed }) => completed + failed);
    expect(ended).toBe(counts.completed + counts.failed);
    expect(report.costs.total).toMatchObject({ calls: tally.calls, costUsd: tally.nanoUsd / 1e9 });
    const { sums } = await sumCosts(new CostLog(storage).read(), 'model');
    expect(report.costs.models).toEqual(sums);
    // Each attempt took one lock; the shared file was waited for by many.
    expect(sum(report.locks, ({ grants }) => grants)).toBe(tally.calls);
    expect(report.locks[0]).toMatchObject({ path: 'src/shared.ts', forced: 0, expired: 0 });
    expect(report.locks[0]?.contended).toBeGreaterThan(0);
    expect(report.waits.filter(({ what }) => what === 'src/shared.ts')).toHaveLength(
      report.locks[0]?.contended ?? 0,
    );
    expect(report.approvals.map(({ status }) => status).sort()).toEqual(['approved', 'pending', 'rejected']);
    expect(report.decisions.filter(({ type }) => type === 'note')).toHaveLength(HOSTILE_TEXTS.length);
    expect(report.decisions.filter(({ type }) => type === 'task-dead-lettered')).toHaveLength(6);
    expect(report.forgotten).toBeUndefined();

    const page = renderReport(report);
    expect(figureOf(page, 'completed')).toBe(String(counts.completed));
    expect(figureOf(page, 'failed')).toBe('6');
    expect(figureOf(page, 'tasks')).toBe('300');
    expect(figureOf(page, 'agents')).toBe(String(report.agents.length));
    expect(figureOf(page, 'approvals')).toBe('3');
    expect(tagsOf(page)).toEqual(tagsOf(renderReport({ ...report, ...withoutTexts(report) })));
  });

  test('tells only of the time that is asked for', async () => {
    const storage = await open();
    const queue = new TaskQueue({ storage, worker: 'Ada#1' });
    await queue.addMany([{ title: 'before' }, { title: 'within' }]);
    await (await queue.claim())?.complete();
    // The next millisecond of the store: what ended before lies before it.
    const since = await storage.now().then((now) => untilAfter(storage, now));
    await (await queue.claim())?.complete();
    const until = await storage.now();
    await untilAfter(storage, until);
    await queue.add({ title: 'after' });
    const report = await reported(storage, { since, until });
    expect(report.tasks.map(({ title }) => title)).toEqual(['within']);
    expect(report.agents).toMatchObject([{ name: 'Ada', completed: 1 }]);
    expect(report.fromAt).toBe(since);
    expect((await reported(storage)).tasks).toHaveLength(3);
  });

  test('of a store in which nothing happened is a page that says so', async () => {
    const page = renderReport(await reported(await open()));
    for (const said of [
      'No agent claimed a task',
      'There were no tasks',
      'No model was asked',
      'Nobody asked for one',
    ])
      expect(page).toContain(said);
  });
});

async function untilAfter(storage: Storage, time: number): Promise<number> {
  for (;;) {
    const now = await storage.now();
    if (now > time) return now;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

function figureOf(page: string, name: string): string | undefined {
  return new RegExp(`data-figure="${name}">([^<]*)<`).exec(page)?.[1];
}

/** The markup alone: whatever stands in a text, it adds no tag and no attribute. */
function tagsOf(page: string): string[] {
  return [...page.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replace(/"[^"]*"/g, '""'));
}

/** The same report, with every text of agents and people replaced by a harmless one. */
function withoutTexts(report: Report): Partial<Report> {
  const plain = 'x';
  return {
    tasks: report.tasks.map((task) => ({
      ...task,
      title: plain,
      ...(task.trouble ? { trouble: plain } : {}),
    })),
    spans: report.spans.map((span) => ({ ...span, title: plain })),
    waits: report.waits.map((wait) => ({ ...wait, what: plain })),
    agents: report.agents.map((agent) => ({ ...agent, role: plain })),
    locks: report.locks.map((lock) => ({ ...lock, path: plain })),
    decisions: report.decisions.map((decision) => ({
      ...decision,
      author: plain,
      ...(decision.context ? { context: plain } : {}),
      ...(decision.reason ? { reason: plain } : {}),
    })),
    approvals: report.approvals.map((approval) => ({
      ...approval,
      description: plain,
      ...(approval.reason ? { reason: plain } : {}),
    })),
  };
}
