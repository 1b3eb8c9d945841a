import { type Clock, type LeaseGrant, LeaseKeeper, type Storage } from '@agentcoord/core';
import { lockExpiredError, lockGoneError } from '../errors.js';

/** A lock in hand. It renews itself; release it, or let `await using` do so. */
export interface HeldLock {
  readonly grantId: string;
  /** Canonical resources, relative to the repository. */
  readonly paths: string[];
  /** Greater than that of every lock granted before; hand it to whatever must refuse a late writer. */
  readonly fence: number;
  readonly intent?: string;
  /** Aborts with `lock_lost` before anybody else can get the lock; never after `release`. */
  readonly signal: AbortSignal;
  /** How long you may go on if the store is not heard from again. 0 once lost or released. */
  remainingMs(): number;
  /** Gives the lock back. Idempotent, and no error when it was lost before. */
  release(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface LockHandleOptions {
  storage: Storage;
  clock: Clock;
  grant: LeaseGrant;
  paths: string[];
  /** Local clock, before the first send. */
  sentAt: number;
  intent?: string;
  /** Called once, when the lock is released or lost. */
  onEnd: (handle: LockHandle) => void;
}

export class LockHandle implements HeldLock {
  readonly grantId: string;
  readonly paths: string[];
  readonly fence: number;
  readonly intent?: string;
  private readonly keeper: LeaseKeeper;
  private releasing: Promise<void> | undefined;

  constructor(private readonly options: LockHandleOptions) {
    const { grant, paths, intent, clock, sentAt } = options;
    this.grantId = grant.grantId;
    this.paths = paths;
    this.fence = grant.fence;
    if (intent !== undefined) this.intent = intent;
    this.keeper = new LeaseKeeper({
      ttlMs: grant.ttlMs,
      sentAt,
      clock,
      renew: (call) => this.renew(call),
      expired: () => lockExpiredError(this),
    });
    this.keeper.onLost(() => options.onEnd(this));
  }

  get signal(): AbortSignal {
    return this.keeper.signal;
  }

  remainingMs(): number {
    return this.releasing === undefined ? this.keeper.remainingMs() : 0;
  }

  /** Finds out now whether the lock is still there. */
  check(): Promise<void> {
    return this.keeper.check();
  }

  release(): Promise<void> {
    this.releasing ??= this.giveBack().catch((error: unknown) => {
      this.releasing = undefined;
      throw error;
    });
    return this.releasing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.release();
  }

  private async giveBack(): Promise<void> {
    const answer = this.options.storage.leases.release({ grantId: this.grantId, fence: this.fence });
    // While the store works.
    this.keeper.stop();
    this.options.onEnd(this);
    try {
      await answer;
    } catch (error) {
      // What was lost needs no giving back; what was not is told, and lapses with its ttl.
      if (this.keeper.lostBecause === undefined) throw error;
    }
  }

  private async renew(call: { timeoutMs: number }) {
    const { grantId, fence } = this;
    const reply = await this.options.storage.leases.renew(
      { grantId, fence, ttlMs: this.options.grant.ttlMs },
      call,
    );
    return reply.status === 'renewed'
      ? ({ status: 'renewed' } as const)
      : ({ status: 'lost', error: lockGoneError(this) } as const);
  }
}
