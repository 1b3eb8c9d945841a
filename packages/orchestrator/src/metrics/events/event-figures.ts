import type { LogEntry } from '@agentcoord/core';
import { Histogram } from '../histogram.js';
import { counter, type Metric } from '../metric.js';

const OUTCOMES = {
  'task-completed': 'completed',
  'task-retried': 'retried',
  'task-failed': 'failed',
  'task-released': 'released',
  'task-expired': 'expired',
  'task-evicted': 'evicted',
  'task-cancelled': 'cancelled',
} as const;

type Outcome = (typeof OUTCOMES)[keyof typeof OUTCOMES];

/**
 * What is measured from the feed of events, in which the store itself wrote the time of each change: how long ready tasks
 * waited for a claim, how long claims lasted, how long locks were waited for.
 */
export class EventFigures {
  /** By task: since when it can be claimed. */
  private readonly readyAt = new Map<string, number>();
  /** By task: since when it is claimed. */
  private readonly claimedAt = new Map<string, number>();
  private readonly claimLatency = new Histogram();
  private readonly runs = new Map<Outcome, Histogram>();
  private readonly lockWaits = new Histogram();
  private fileLocks = 0;
  private contended = 0;

  add({ at, body }: LogEntry): void {
    const { type, entity, fields } = body;
    if (typeof type !== 'string' || typeof entity !== 'string') return;
    const changed = typeof fields === 'object' && fields !== null && !Array.isArray(fields) ? fields : {};
    if (type === 'lease-granted') this.granted(changed);
    else if (entity.startsWith('task/')) this.task(type, entity, { at, state: changed.state });
  }

  metrics(): Metric[] {
    return [
      {
        name: 'agentcoord_task_claim_latency_seconds',
        help: 'From the moment a task could be claimed to its claim.',
        type: 'histogram',
        histograms: [this.claimLatency.sample()],
      },
      {
        name: 'agentcoord_task_run_seconds',
        help: 'How long claims of tasks lasted, by how they ended.',
        type: 'histogram',
        histograms: [...this.runs].map(([outcome, histogram]) => histogram.sample({ outcome })),
      },
      {
        name: 'agentcoord_lock_wait_seconds',
        help: 'How long file locks that were held by others were waited for, of those that were got in the end.',
        type: 'histogram',
        histograms: [this.lockWaits.sample()],
      },
      counter('file_locks_granted', 'Grants of file locks.', [{ labels: {}, value: this.fileLocks }]),
      counter('file_locks_contended', 'Grants of file locks that had to be waited for.', [
        { labels: {}, value: this.contended },
      ]),
    ];
  }

  private granted({ keys, details }: Record<string, unknown>): void {
    const [first] = Array.isArray(keys) ? keys : [];
    const key: unknown = typeof first === 'object' && first !== null ? Reflect.get(first, 'key') : undefined;
    if (typeof key !== 'string' || !key.startsWith('file/')) return;
    this.fileLocks += 1;
    const waited: unknown =
      typeof details === 'object' && details !== null ? Reflect.get(details, 'waitedMs') : undefined;
    if (typeof waited !== 'number') return;
    this.contended += 1;
    this.lockWaits.observe(waited / 1000);
  }

  private task(type: string, entity: string, { at, state }: { at: number; state: unknown }): void {
    if (type === 'task-claimed') {
      const readyAt = this.readyAt.get(entity);
      if (readyAt !== undefined) this.claimLatency.observe((at - readyAt) / 1000);
      this.readyAt.delete(entity);
      this.claimedAt.set(entity, at);
      return;
    }
    if (Object.hasOwn(OUTCOMES, type)) this.ended(OUTCOMES[type as keyof typeof OUTCOMES], entity, at);
    if (state === 'ready') this.readyAt.set(entity, at);
    else if (state !== undefined && state !== 'claimed') this.readyAt.delete(entity);
  }

  private ended(outcome: Outcome, entity: string, at: number): void {
    const claimedAt = this.claimedAt.get(entity);
    this.claimedAt.delete(entity);
    if (claimedAt === undefined) return;
    const histogram = this.runs.get(outcome) ?? new Histogram();
    this.runs.set(outcome, histogram);
    histogram.observe((at - claimedAt) / 1000);
  }
}
