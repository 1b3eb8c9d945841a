import { AgentCoordError, type Signals } from '@agentcoord/core';

/** Locks taken together share one opening of the listener; one given back sooner is never listened for. */
const GATHER_MS = 20;
const LISTEN_MS = 60_000;
const TRY_AGAIN_MS = 1_000;

/** As many channels as one listener takes. */
const MOST_A_LISTENER = 1_000;

/** Given as the reason, because an abort without one makes an error with its stack, for each lock. */
const ALL_GONE = 'no lock is left to listen for';

interface Watched {
  grantId: string;
  check(): Promise<void>;
}

/** Locks that were taken together, under one listener for as long as one of them is held. */
interface Group {
  locks: Map<string, Watched>;
  over: AbortController;
}

/**
 * A lock that is revoked is noticed at once and not at its next renewal. Only a hint: the renewals find
 * out in any case. A lock that is taken or given back costs nothing to those that are held meanwhile.
 */
export class RevocationWatch {
  /** Nobody listens for these yet. */
  private readonly fresh = new Map<string, Watched>();
  private readonly groups = new Map<string, Group>();
  private gathering = false;

  constructor(private readonly signals: Signals) {}

  add(lock: Watched): void {
    this.fresh.set(lock.grantId, lock);
    if (!this.gathering) void this.gather();
  }

  remove({ grantId }: Watched): void {
    if (this.fresh.delete(grantId)) return;
    const group = this.groups.get(grantId);
    this.groups.delete(grantId);
    group?.locks.delete(grantId);
    if (group?.locks.size === 0) group.over.abort(ALL_GONE);
  }

  private async gather(): Promise<void> {
    this.gathering = true;
    await quietly(GATHER_MS);
    this.gathering = false;
    while (this.fresh.size > 0) {
      const group: Group = {
        locks: new Map([...this.fresh].slice(0, MOST_A_LISTENER)),
        over: new AbortController(),
      };
      for (const grantId of group.locks.keys()) {
        this.fresh.delete(grantId);
        this.groups.set(grantId, group);
      }
      void this.watch(group);
    }
  }

  private async watch(group: Group): Promise<void> {
    while (!group.over.signal.aborted) {
      try {
        await this.listen(group);
      } catch (error) {
        // Closed by its owner.
        if (AgentCoordError.is(error, 'closed')) return;
        if (!AgentCoordError.is(error, 'aborted')) await quietly(TRY_AGAIN_MS);
      }
    }
  }

  private async listen({ locks, over }: Group): Promise<void> {
    const channels = [...locks.keys()].map((grantId) => `lease/${grantId}`);
    const listener = await this.signals.listen({ channels });
    try {
      // Revoked before the listener was open.
      await checkAll(locks);
      while (!over.signal.aborted) {
        const heard = await listener.next({ timeoutMs: LISTEN_MS, signal: over.signal });
        if (heard === 'signalled') await checkAll(locks);
      }
    } finally {
      await listener.close().catch(() => undefined);
    }
  }
}

/** A lock that was given back meanwhile ignores the check. */
async function checkAll(locks: ReadonlyMap<string, Watched>): Promise<void> {
  await Promise.all([...locks.values()].map((lock) => lock.check()));
}

/** Keeps no process alive. */
function quietly(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
