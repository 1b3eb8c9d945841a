import { AgentCoordError, type Listener, type Signals } from '@agentcoord/core';

/** Locks taken together share one opening of the listener; one given back sooner is never listened for. */
const GATHER_MS = 20;
const LISTEN_MS = 60_000;
const TRY_AGAIN_MS = 1_000;

/** As many channels as one listener takes. Further locks learn of a revocation at their next renewal. */
const MAX_WATCHED = 1_000;

/** Given as the reason, because an abort without one makes an error with its stack, for each lock. */
const CHANGED = 'the locks to watch have changed';

interface Watched {
  grantId: string;
  check(): Promise<void>;
}

/**
 * One listener for all locks of a `FileLock`: a lock that is revoked is noticed at once and not at
 * its next renewal. Only a hint: the renewals find out in any case.
 */
export class RevocationWatch {
  private readonly watched = new Map<string, Watched>();
  /** Only while there is a listener. */
  private changed: AbortController | undefined;
  private running = false;

  constructor(private readonly signals: Signals) {}

  add(lock: Watched): void {
    this.watched.set(lock.grantId, lock);
    this.changed?.abort(CHANGED);
    if (!this.running) void this.run();
  }

  remove(lock: Watched): void {
    this.watched.delete(lock.grantId);
    if (this.watched.size === 0) this.changed?.abort(CHANGED);
  }

  private async run(): Promise<void> {
    this.running = true;
    try {
      while (this.watched.size > 0) {
        await quietly(GATHER_MS);
        if (this.watched.size > 0) await this.listen();
      }
    } catch {
      // The storage was closed by its owner.
    } finally {
      this.running = false;
    }
  }

  private async listen(): Promise<void> {
    this.changed = new AbortController();
    const { signal } = this.changed;
    const locks = [...this.watched.values()].slice(0, MAX_WATCHED);
    let listener: Listener | undefined;
    try {
      listener = await this.signals.listen({ channels: locks.map((lock) => `lease/${lock.grantId}`) });
      // Revoked before the listener was open.
      await checkAll(locks);
      while (!signal.aborted) {
        const heard = await listener.next({ timeoutMs: LISTEN_MS, signal });
        if (heard === 'signalled') await checkAll(locks);
      }
    } catch (error) {
      if (AgentCoordError.is(error, 'closed')) throw error;
      if (!AgentCoordError.is(error, 'aborted')) await quietly(TRY_AGAIN_MS);
    } finally {
      this.changed = undefined;
      await listener?.close().catch(() => undefined);
    }
  }
}

/** A lock that was given back meanwhile ignores the check. */
async function checkAll(locks: readonly Watched[]): Promise<void> {
  await Promise.all(locks.map((lock) => lock.check()));
}

/** Keeps no process alive. */
function quietly(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
