import {
  type AcquireLease,
  type AcquireReply,
  AgentCoordError,
  type Clock,
  type LeaseGrant,
  type Storage,
  throwIfAborted,
} from '@agentcoord/core';
import { Lookout } from './lookout.js';

/** A waiter that stops asking (killed, stopped) holds up those behind it for this long at most. */
const WAITER_TTL_MS = 6_000;

export interface LeaseRequest extends Omit<AcquireLease, 'waitTtlMs'> {
  storage: Storage;
  clock: Clock;
  /** 0: asks once and leaves no trace. */
  waitMs: number;
  signal?: AbortSignal;
}

type Refusal = Exclude<AcquireReply, { status: 'granted' } | { status: 'retry' }>;

export type LeaseAnswer =
  /** `sentAt`: by the local clock, before the first send of the ask that may have made the grant. */
  { status: 'granted'; grant: LeaseGrant; sentAt: number } | Refusal;

/**
 * Asks until granted, refused or out of time. Whatever way it ends without a grant, it leaves neither
 * a place in the queue nor a grant behind, also when an ask was granted while the caller gave up.
 */
export async function askForLease(request: LeaseRequest): Promise<LeaseAnswer> {
  const asking = new Asking(request);
  try {
    const answer = await asking.untilAnswered();
    if (answer.status === 'granted') throwIfAborted(request.signal, 'waiting for a lock');
    if (answer.status !== 'granted') await asking.leave();
    return answer;
  } catch (error) {
    await asking.leave();
    throw error;
  } finally {
    await asking.close();
  }
}

class Asking {
  private readonly lookout: Lookout;
  private readonly deadline: number;
  private sentAt: number | undefined;
  private leftTrace = false;

  constructor(private readonly request: LeaseRequest) {
    const { storage, clock, grantId, waitMs } = request;
    this.lookout = new Lookout({ storage, clock, channel: `lease/${grantId}` });
    this.deadline = clock.elapsed() + waitMs;
  }

  async untilAnswered(): Promise<LeaseAnswer> {
    for (;;) {
      throwIfAborted(this.request.signal, 'waiting for a lock');
      const reply = await this.ask();
      if (reply.status === 'granted')
        return { ...reply, sentAt: this.sentAt ?? this.request.clock.elapsed() };
      if (reply.status === 'would_deadlock') return reply;
      if (reply.status === 'busy') this.sentAt = undefined;
      if (reply.status === 'retry') continue;
      const remainingMs = this.deadline - this.request.clock.elapsed();
      if (remainingMs <= 0) {
        if (reply.status === 'busy') return reply;
        throw reply.error;
      }
      await this.waitForTurn(reply.status === 'busy' ? reply.nextDueAt : undefined, remainingMs);
    }
  }

  private async waitForTurn(nextDueAt: number | undefined, remainingMs: number): Promise<void> {
    // An uncontended lock never gets here, so it pays for no listener.
    const opened = await this.lookout.open().catch(() => false);
    if (opened) return;
    const { signal } = this.request;
    await this.lookout.next({
      remainingMs,
      ...(nextDueAt === undefined ? {} : { nextDueAt }),
      ...(signal === undefined ? {} : { signal }),
    });
  }

  /** While there is time left to wait, a store that does not answer is one more reason to ask again. */
  private async ask(): Promise<AcquireReply | { status: 'unanswered'; error: AgentCoordError }> {
    const { storage, clock, waitMs, signal: _signal, ...lease } = this.request;
    // An ask of unknown outcome may have made the grant, so its time counts until a reply says no.
    this.sentAt ??= clock.elapsed();
    this.leftTrace = true;
    try {
      const reply = await storage.leases.acquire({
        ...lease,
        ...(waitMs > 0 ? { waitTtlMs: WAITER_TTL_MS } : {}),
      });
      this.leftTrace = reply.status === 'granted' || (waitMs > 0 && reply.status !== 'would_deadlock');
      return reply;
    } catch (error) {
      if (waitMs > 0 && AgentCoordError.is(error, 'storage_unavailable', 'storage_unknown')) {
        return { status: 'unanswered', error };
      }
      throw error;
    }
  }

  /** Gives back place or grant. Where the store does not answer, both lapse by themselves. */
  async leave(): Promise<void> {
    if (!this.leftTrace) return;
    this.leftTrace = false;
    await this.request.storage.leases.release({ grantId: this.request.grantId }).catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.lookout.close().catch(() => undefined);
  }
}
