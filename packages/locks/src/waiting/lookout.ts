import { type Clock, type Listener, pause, type Storage } from '@agentcoord/core';

/** The longest pause between two asks: signals are hints, so a waiter also looks on its own. */
const LOOK_AGAIN_MS = 1_500;

/** Never asks more often than this, also when an expiry is overdue. */
const SHORTEST_PAUSE_MS = 5;

export interface LookoutOptions {
  storage: Storage;
  channel: string;
  clock: Clock;
}

export interface NextLook {
  /** When an expiry may change the answer, on the storage's clock. */
  nextDueAt?: number;
  remainingMs: number;
  signal?: AbortSignal;
}

/**
 * Tells a waiter when to ask again: on a signal, when an expiry falls due, or after a while, with
 * jitter so that waiters do not ask in step. Opened before the ask that counts, it misses nothing.
 */
export class Lookout {
  private listener: Listener | undefined;
  private storageAheadMs: number | undefined;

  constructor(private readonly options: LookoutOptions) {}

  /** True when it was opened by this call: what was signalled before is not known, so ask again at once. */
  async open(): Promise<boolean> {
    if (this.listener !== undefined) return false;
    this.listener = await this.options.storage.signals.listen({ channels: [this.options.channel] });
    return true;
  }

  /** Waits for the next reason to ask. Rejects with `aborted`. */
  async next(look: NextLook): Promise<void> {
    const dueMs = look.nextDueAt === undefined ? LOOK_AGAIN_MS : await this.untilMs(look.nextDueAt);
    const jitteredMs = LOOK_AGAIN_MS * (2 / 3 + Math.random() / 3);
    const timeoutMs = Math.max(SHORTEST_PAUSE_MS, Math.min(dueMs, jitteredMs, look.remainingMs));
    if (this.listener === undefined) return pause(timeoutMs, look.signal);
    await this.listener.next({ timeoutMs, ...(look.signal === undefined ? {} : { signal: look.signal }) });
  }

  async close(): Promise<void> {
    await this.listener?.close();
  }

  private async readClock(): Promise<number | undefined> {
    const now = await this.options.storage.now().catch(() => undefined);
    return now === undefined ? undefined : now - this.options.clock.elapsed();
  }

  /** The storage's clock is read once for each wait; the local one counts from there. */
  private async untilMs(at: number): Promise<number> {
    this.storageAheadMs ??= await this.readClock();
    if (this.storageAheadMs === undefined) return LOOK_AGAIN_MS;
    // Expired means now ≥ expiresAt: one millisecond more than the rounding can take away.
    return at - (this.storageAheadMs + this.options.clock.elapsed()) + 2;
  }
}
