import { closedError } from '../errors/storage-error.js';

interface Waiting {
  /** By `performance.now()`. */
  readonly endsAt: number;
  timeUp(): void;
  stop(reason: Error): void;
}

/**
 * Whoever waits for something hears when the storage closes, and when his time is over. One timer for all: most
 * calls are answered within a millisecond and end seconds later, so it goes off once in seconds and finds the next.
 */
export class Closing {
  private closed = false;
  private readonly waiting = new Set<Waiting>();
  private alarm: NodeJS.Timeout | undefined;
  private alarmAt = Number.POSITIVE_INFINITY;

  get isClosed(): boolean {
    return this.closed;
  }

  throwIfClosed(): void {
    if (this.closed) throw closedError();
  }

  add(waiting: Waiting): void {
    this.waiting.add(waiting);
    if (waiting.endsAt < this.alarmAt) this.setAlarm(waiting.endsAt);
  }

  delete(waiting: Waiting): void {
    this.waiting.delete(waiting);
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.alarm);
    for (const waiting of [...this.waiting]) waiting.stop(closedError());
    this.waiting.clear();
  }

  private setAlarm(at: number): void {
    clearTimeout(this.alarm);
    this.alarmAt = at;
    this.alarm = setTimeout(ring, Math.max(1, at - performance.now()), this);
  }

  ring(): void {
    const now = performance.now();
    let next = Number.POSITIVE_INFINITY;
    for (const waiting of [...this.waiting]) {
      if (waiting.endsAt <= now) waiting.timeUp();
      else next = Math.min(next, waiting.endsAt);
    }
    this.alarmAt = Number.POSITIVE_INFINITY;
    if (next !== this.alarmAt) this.setAlarm(next);
  }
}

function ring(closing: Closing): void {
  closing.ring();
}
