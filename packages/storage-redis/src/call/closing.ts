import { closedError } from '../errors/storage-error.js';

interface Waiting {
  stop(reason: Error): void;
}

/** Whoever waits for something hears when the storage closes. */
export class Closing {
  private closed = false;
  private readonly waiting = new Set<Waiting>();

  get isClosed(): boolean {
    return this.closed;
  }

  throwIfClosed(): void {
    if (this.closed) throw closedError();
  }

  add(waiting: Waiting): void {
    this.waiting.add(waiting);
  }

  delete(waiting: Waiting): void {
    this.waiting.delete(waiting);
  }

  close(): void {
    this.closed = true;
    for (const waiting of [...this.waiting]) waiting.stop(closedError());
    this.waiting.clear();
  }
}
