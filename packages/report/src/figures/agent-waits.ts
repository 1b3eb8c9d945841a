import { isObject, type SeenEvent, textOf } from '../collect/read-events.js';
import type { WaitSpan } from '../report.js';

const COLLECTION = 'agents/';

interface Waiting {
  agent: string;
  fromAt: number;
  what: string;
}

/** When agents said of themselves that they wait: for an approval, for room in a budget. */
export class AgentWaits {
  private readonly waiting = new Map<string, Waiting>();
  private readonly ended: WaitSpan[] = [];

  add({ at, type, kind, id, fields }: SeenEvent): void {
    if (kind !== 'record' || !id.startsWith(COLLECTION)) return;
    const value = type === 'record-stored' && isObject(fields.value) ? fields.value : {};
    const what = textOf(value.workingOn) ?? '';
    if (value.state === 'waiting' && this.waiting.get(id)?.what === what) return;
    this.end(id, at);
    const agent = textOf(value.name);
    if (value.state === 'waiting' && agent !== undefined) this.waiting.set(id, { agent, fromAt: at, what });
  }

  all(now: number): WaitSpan[] {
    for (const id of [...this.waiting.keys()]) this.end(id, now);
    return this.ended;
  }

  private end(id: string, at: number): void {
    const waiting = this.waiting.get(id);
    if (waiting === undefined) return;
    this.waiting.delete(id);
    this.ended.push({ ...waiting, toAt: Math.max(waiting.fromAt, at), kind: 'other' });
  }
}
