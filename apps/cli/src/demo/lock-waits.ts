import type { CoordinationClient } from '@agentcoord/client';

export interface LockWait {
  path: string;
  /** Titles of tasks, as their locks name them. */
  holder: string;
  waiter: string;
  /** As long as it was seen; looks are a fraction of a second apart. */
  waitedMs: number;
}

/** Collects who waited for whom, by looking at the locks from time to time. */
export class LockWaits {
  private readonly seen = new Map<string, LockWait>();

  constructor(private readonly client: CoordinationClient) {}

  async look(): Promise<void> {
    const [locks, now] = await Promise.all([this.client.locks.list(), this.client.storage.now()]);
    for (const lock of locks) {
      for (const waiter of lock.waiters) {
        const wait = {
          path: lock.path,
          holder: lock.intent ?? lock.agent ?? lock.holder,
          waiter: waiter.intent ?? waiter.agent ?? waiter.holder,
          waitedMs: now - waiter.since,
        };
        this.seen.set(`${lock.path}\0${waiter.holder}`, wait);
      }
    }
  }

  all(): LockWait[] {
    return [...this.seen.values()];
  }
}
