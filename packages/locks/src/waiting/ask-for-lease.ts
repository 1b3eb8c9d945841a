import {
  type AcquireLease,
  type AcquireReply,
  AgentCoordError,
  type Clock,
  inSpan,
  type JsonObject,
  type LateAbort,
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
  /** Takes the ask back, whatever it is at. */
  withdrawal?: LateAbort;
}

type Refusal = Exclude<AcquireReply, { status: 'granted' } | { status: 'retry' }>;

export type LeaseAnswer =
  /** `sentAt`: by the local clock, before the first send of the ask that may have made the grant. */
  { status: 'granted'; grant: LeaseGrant; sentAt: number } | Refusal;

/**
 * Asks until granted, refused or out of time. Whatever way it ends without a grant, it leaves neither
 * a place in the queue nor a grant behind, also when an ask was granted while the caller gave up.
 */
export function askForLease(request: LeaseRequest): Promise<LeaseAnswer> {
  const { holder, keys } = request;
  const described = () => ({ 'agentcoord.holder': holder, 'agentcoord.locks': keys.length });
  return inSpan('lock', described, async (span) => {
    const answer = await askOrLeave(request);
    span.set({ 'agentcoord.granted': answer.status === 'granted' });
    return answer;
  });
}

async function askOrLeave(request: LeaseRequest): Promise<LeaseAnswer> {
  const asking = new Asking(request);
  try {
    const answer = await asking.untilAnswered();
    if (answer.status === 'granted') throwIfOver(request);
    else await asking.leave();
    return answer;
  } catch (error) {
    await asking.leave();
    throw error;
  } finally {
    if (asking.waited) await asking.close();
  }
}

function throwIfOver({ signal, withdrawal }: LeaseRequest): void {
  throwIfAborted(signal, 'waiting for a lock');
  if (withdrawal?.reason !== undefined) throw withdrawal.reason;
}

function signalOf({ signal, withdrawal }: LeaseRequest): AbortSignal | undefined {
  if (signal === undefined || withdrawal === undefined) return signal ?? withdrawal?.signal;
  return AbortSignal.any([signal, withdrawal.signal]);
}

class Asking {
  private lookout: Lookout | undefined;
  private deadline: number | undefined;
  private sentAt: number | undefined;
  private leftTrace = false;

  constructor(private readonly request: LeaseRequest) {}

  get waited(): boolean {
    return this.lookout !== undefined;
  }

  async untilAnswered(): Promise<LeaseAnswer> {
    for (;;) {
      throwIfOver(this.request);
      const reply = await this.ask();
      if (reply.status === 'granted')
        return { ...reply, sentAt: this.sentAt ?? this.request.clock.elapsed() };
      if (reply.status === 'would_deadlock') return reply;
      if (reply.status === 'busy') this.sentAt = undefined;
      if (reply.status === 'retry') continue;
      const remainingMs = (this.deadline ?? 0) - this.request.clock.elapsed();
      if (remainingMs <= 0) {
        if (reply.status === 'busy') return reply;
        throw reply.error;
      }
      await this.waitForTurn(reply.status === 'busy' ? reply.nextDueAt : undefined, remainingMs);
    }
  }

  private async waitForTurn(nextDueAt: number | undefined, remainingMs: number): Promise<void> {
    const { storage, clock, grantId } = this.request;
    // An uncontended lock never gets here, so it pays for no listener.
    this.lookout ??= new Lookout({ storage, clock, channel: `lease/${grantId}` });
    const opened = await this.lookout.open().catch(() => false);
    if (opened) return;
    const signal = signalOf(this.request);
    await this.lookout.next({
      remainingMs,
      ...(nextDueAt === undefined ? {} : { nextDueAt }),
      ...(signal === undefined ? {} : { signal }),
    });
  }

  /** While there is time left to wait, a store that does not answer is one more reason to ask again. */
  private async ask(): Promise<AcquireReply | { status: 'unanswered'; error: AgentCoordError }> {
    const { storage, clock, waitMs, grantId, holder, keys, ttlMs, details, minFence } = this.request;
    // An ask of unknown outcome may have made the grant, so its time counts until a reply says no.
    this.sentAt ??= clock.elapsed();
    this.deadline ??= this.sentAt + waitMs;
    this.leftTrace = true;
    try {
      const reply = await storage.leases.acquire({
        grantId,
        holder,
        keys,
        ttlMs,
        ...this.detailsWithWait(details),
        ...(minFence === undefined ? {} : { minFence }),
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

  /** The grant says how long it was waited for, so that its event does: that is where waits are measured. */
  private detailsWithWait(details: JsonObject | undefined): { details?: JsonObject } {
    const { clock, waitMs } = this.request;
    if (!this.waited || this.deadline === undefined) return details === undefined ? {} : { details };
    const waitedMs = Math.max(0, Math.round(clock.elapsed() - (this.deadline - waitMs)));
    return { details: { ...details, waitedMs } };
  }

  /** Gives back place or grant. Where the store does not answer, both lapse by themselves. */
  async leave(): Promise<void> {
    if (!this.leftTrace) return;
    this.leftTrace = false;
    await this.request.storage.leases.release({ grantId: this.request.grantId }).catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.lookout?.close().catch(() => undefined);
  }
}
