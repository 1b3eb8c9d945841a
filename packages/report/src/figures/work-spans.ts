import { isObject, numberOf, type SeenEvent, textOf } from '../collect/read-events.js';
import type { SpanOutcome, WorkSpan } from '../report.js';
import { agentNameOf } from './agent-name-of.js';

const OUTCOMES: Readonly<Record<string, SpanOutcome>> = {
  'task-completed': 'completed',
  'task-retried': 'retried',
  'task-failed': 'failed',
  'task-released': 'released',
  'task-expired': 'expired',
  'task-evicted': 'evicted',
  'task-cancelled': 'cancelled',
};

type OpenSpan = Pick<WorkSpan, 'taskId' | 'fromAt'> & { worker: string };
export type ClaimSpan = Omit<WorkSpan, 'title'> & { worker: string };

/** Every claim that the events tell of, from the event that made it to the one that ended it. */
export class WorkSpans {
  private readonly open = new Map<string, OpenSpan>();
  private readonly ended: ClaimSpan[] = [];

  add({ at, type, kind, id, fields }: SeenEvent): void {
    if (kind !== 'task') return;
    if (type === 'task-claimed') {
      const claim = isObject(fields.claim) ? fields.claim : {};
      const worker = textOf(claim.worker);
      if (worker === undefined) return;
      this.end(id, at, 'expired');
      this.open.set(id, { taskId: id, worker, fromAt: numberOf(claim.claimedAt) ?? at });
      return;
    }
    const outcome = OUTCOMES[type];
    if (outcome !== undefined) this.end(id, at, outcome);
  }

  /** In the order they ended; those still open end at `now`. */
  all(now: number): ClaimSpan[] {
    const open = [...this.open.values()].map((span) => finished(span, now, 'open'));
    return [...this.ended, ...open];
  }

  private end(id: string, at: number, outcome: SpanOutcome): void {
    const span = this.open.get(id);
    if (span === undefined) return;
    this.open.delete(id);
    this.ended.push(finished(span, at, outcome));
  }
}

function finished(span: OpenSpan, at: number, outcome: SpanOutcome): ClaimSpan {
  return { ...span, agent: agentNameOf(span.worker), toAt: Math.max(span.fromAt, at), outcome };
}
