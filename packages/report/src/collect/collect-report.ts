import type { Approval } from '@agentcoord/approvals';
import type { Storage } from '@agentcoord/core';
import { listAgents } from '@agentcoord/registry';
import { agentStories } from '../figures/agent-stories.js';
import { AgentWaits } from '../figures/agent-waits.js';
import { countStates } from '../figures/count-states.js';
import { LockFigures } from '../figures/lock-figures.js';
import { taskStories } from '../figures/task-stories.js';
import { throughput } from '../figures/throughput.js';
import { clipped, isIn, type Window } from '../figures/window.js';
import { type ClaimSpan, WorkSpans } from '../figures/work-spans.js';
import type { Report, WaitSpan } from '../report.js';
import { readCosts } from './read-costs.js';
import { readDecisions } from './read-decisions.js';
import { readEvents } from './read-events.js';
import { readTasks } from './read-tasks.js';

export interface CollectReport {
  storage: Storage;
  namespace: string;
  /** Epoch ms of the storage's clock. Default: from the first thing that is known. */
  since?: number;
  /** Default: now. */
  until?: number;
  /** All there are, judged by who reads: whose yes counts is a matter of their configuration. */
  approvals?: readonly Approval[];
  signal?: AbortSignal;
}

/** Reads everything once, without writing anything. @throws `aborted`, and what the storage throws. */
export async function collectReport(options: CollectReport): Promise<Report> {
  const { storage, namespace, signal } = options;
  const madeAt = await storage.now();
  const window: Window = { since: options.since ?? 0, until: Math.min(options.until ?? madeAt, madeAt) };
  const seen = { work: new WorkSpans(), locks: new LockFigures(window), waits: new AgentWaits() };
  const { forgotten, keptFromAt } = await readEvents({
    storage,
    until: window.until,
    signal,
    onEvent: (event) => {
      seen.work.add(event);
      seen.locks.add(event);
      seen.waits.add(event);
    },
  });
  const tasks = await readTasks(storage, window, signal);
  const spans = inWindow(seen.work.all(window.until), window);
  const locks = seen.locks.all(window.until);
  const waits = inWindow<WaitSpan>([...seen.locks.waits, ...seen.waits.all(window.until)], window);
  const [agents, costs, audit, { kind }] = await Promise.all([
    listAgents(storage),
    readCosts(storage, window),
    readDecisions(storage, window),
    storage.describe(),
  ]);
  const approvals = (options.approvals ?? []).filter((one) => concerns(one, window));
  const stories = taskStories(tasks, spans);
  const { fromAt, toAt } = covered(window, [
    ...tasks.flatMap(({ createdAt, endedAt }) => [createdAt, ...(endedAt === undefined ? [] : [endedAt])]),
    ...spans.flatMap((span) => [span.fromAt, span.toAt]),
    ...audit.decisions.map(({ at }) => at),
    ...approvals.map(({ requestedAt }) => requestedAt),
  ]);
  const titles = new Map(tasks.map(({ id, title }) => [id, title]));
  // Nothing that was forgotten is missing where the window begins later.
  const isMissed = forgotten > 0 && (keptFromAt === undefined || keptFromAt > window.since);
  return {
    namespace,
    store: kind,
    madeAt,
    ...(options.since === undefined ? {} : { since: options.since }),
    ...(options.until === undefined ? {} : { until: options.until }),
    fromAt,
    toAt,
    ...(isMissed
      ? { forgotten: { events: forgotten, ...(keptFromAt === undefined ? {} : { keptFromAt }) } }
      : {}),
    counts: countStates(stories),
    tasks: stories,
    agents: agentStories({ spans, waits, known: agents }),
    spans: spans.map(({ worker: _worker, ...span }) => ({
      ...span,
      title: titles.get(span.taskId) ?? span.taskId,
    })),
    waits,
    locks,
    throughput: throughput(
      stories.filter(({ endedAt }) => isIn(window, endedAt)),
      { fromAt, toAt },
    ),
    costs,
    approvals: [...approvals],
    decisions: audit.decisions,
    decisionsLeftOut: audit.leftOut,
    decisionsArchived: audit.archived,
  };
}

function inWindow<Span extends ClaimSpan | WaitSpan>(spans: readonly Span[], window: Window): Span[] {
  return spans.flatMap((span) => {
    const part = clipped(window, span);
    return part === undefined ? [] : [{ ...span, ...part }];
  });
}

function concerns({ requestedAt, decidedAt }: Approval, window: Window): boolean {
  return isIn(window, requestedAt) || isIn(window, decidedAt);
}

/** From the first thing that is known to the last; at least a second, so that pictures have a width. */
function covered({ since, until }: Window, times: number[]): { fromAt: number; toAt: number } {
  let [first, last] = [Number.POSITIVE_INFINITY, 0];
  for (const time of times) {
    if (time < since || time > until) continue;
    first = Math.min(first, time);
    last = Math.max(last, time);
  }
  const fromAt = since > 0 ? since : Math.min(first, until);
  return { fromAt, toAt: Math.max(last, fromAt + 1_000) };
}
