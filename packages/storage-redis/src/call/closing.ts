import { closedError } from '../errors/storage-error.js';

/** Whoever waits for something hears when the storage closes. */
export class Closing {
  private closed = false;
  private readonly waiting = new Set<(error: Error) => void>();

  get isClosed(): boolean {
    return this.closed;
  }

  throwIfClosed(): void {
    if (this.closed) throw closedError();
  }

  add(onClose: (error: Error) => void): void {
    this.waiting.add(onClose);
  }

  delete(onClose: (error: Error) => void): void {
    this.waiting.delete(onClose);
  }

  close(): void {
    this.closed = true;
    for (const onClose of [...this.waiting]) onClose(closedError());
    this.waiting.clear();
  }
}
