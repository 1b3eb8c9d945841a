import { AgentCoordError, type Clock, LeaseKeeper, type Storage } from '@agentcoord/core';

/** One of the `max` places, renewed while held. */
export interface Permit {
  readonly permitId: string;
  /** Aborts with `lock_lost` when the permit could not be renewed; never after `release`. */
  readonly signal: AbortSignal;
  remainingMs(): number;
  /** Idempotent, and no error when the permit was lost before. */
  release(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface PermitHandleOptions {
  storage: Storage;
  clock: Clock;
  name: string;
  permitId: string;
  ttlMs: number;
  /** Local clock, before the first send. */
  sentAt: number;
}

export class PermitHandle implements Permit {
  readonly permitId: string;
  private readonly keeper: LeaseKeeper;
  private releasing: Promise<void> | undefined;

  constructor(private readonly options: PermitHandleOptions) {
    const { storage, clock, name, permitId, ttlMs, sentAt } = options;
    this.permitId = permitId;
    this.keeper = new LeaseKeeper({
      ttlMs,
      sentAt,
      clock,
      renew: async (call) => {
        const reply = await storage.limits.renewPermit({ name, permitId, ttlMs }, call);
        return reply.status === 'renewed'
          ? { status: 'renewed' }
          : { status: 'lost', error: this.lostError() };
      },
      expired: () => this.lostError(),
    });
  }

  get signal(): AbortSignal {
    return this.keeper.signal;
  }

  remainingMs(): number {
    return this.releasing === undefined ? this.keeper.remainingMs() : 0;
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
    this.keeper.stop();
    try {
      await this.options.storage.limits.releasePermit({ name: this.options.name, permitId: this.permitId });
    } catch (error) {
      if (!this.signal.aborted) throw error;
    }
  }

  private lostError(): AgentCoordError {
    const { name } = this.options;
    return new AgentCoordError(
      'lock_lost',
      `Lost a permit of ${name}: it could not be renewed in time. Somebody else may have its place; stop, or acquire a new one.`,
      { data: { name, permitId: this.permitId } },
    );
  }
}
