import { type AgentCoordError, type LeaseGrant, LeaseKeeper } from '@agentcoord/core';
import type { RegistryContext } from '../context.js';
import { presenceLostError } from '../errors.js';

export interface PresenceOptions {
  context: RegistryContext;
  name: string;
  grant: LeaseGrant;
  /** Local clock, before the first send. */
  sentAt: number;
  /** Why the lease is gone, once the store says that it is. */
  whyLost: () => Promise<AgentCoordError>;
  /** After each heartbeat that got through. */
  onBeat: () => Promise<void>;
}

/** The lease that says an agent lives, its heartbeat, and the storage's time as told by its replies. */
export class Presence {
  private readonly keeper: LeaseKeeper;
  private beatTimer: NodeJS.Timeout | undefined;
  private storageAheadMs: number;
  private beatAt: number;
  private stopped = false;

  constructor(private readonly options: PresenceOptions) {
    const { context, grant, name, sentAt } = options;
    this.storageAheadMs = grant.acquiredAt - context.clock.elapsed();
    this.beatAt = grant.acquiredAt;
    this.keeper = new LeaseKeeper({
      ttlMs: grant.ttlMs,
      sentAt,
      clock: context.clock,
      renew: (call) => this.renew(call),
      expired: () => presenceLostError(name),
    });
    this.armBeat();
  }

  /** Aborts when the lease is lost; never after `stop`. */
  get signal(): AbortSignal {
    return this.keeper.signal;
  }

  /** About the storage's time, without asking it. */
  now(): number {
    return Math.round(this.storageAheadMs + this.options.context.clock.elapsed());
  }

  /** When the last heartbeat reached the storage, by its clock. */
  get lastBeatAt(): number {
    return this.beatAt;
  }

  check(): Promise<void> {
    return this.keeper.check();
  }

  lose(error: AgentCoordError): void {
    this.keeper.lose(error);
    this.stop();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.beatTimer);
    this.keeper.stop();
  }

  async release(): Promise<void> {
    this.stop();
    const { grantId, fence } = this.options.grant;
    await this.options.context.storage.leases.release({ grantId, fence });
  }

  private armBeat(): void {
    if (this.stopped || this.signal.aborted) return;
    this.beatTimer = setTimeout(() => void this.beat(), this.options.context.settings.heartbeatMs);
    this.beatTimer.unref();
  }

  private async beat(): Promise<void> {
    const before = this.beatAt;
    await this.keeper.check();
    if (this.beatAt !== before && !this.signal.aborted) await this.options.onBeat();
    this.armBeat();
  }

  private async renew(call: { timeoutMs: number }) {
    const { context, grant, whyLost } = this.options;
    const { grantId, fence, ttlMs } = grant;
    const reply = await context.storage.leases.renew({ grantId, fence, ttlMs }, call);
    if (reply.status === 'lost') return { status: 'lost', error: await whyLost() } as const;
    this.beatAt = reply.expiresAt - ttlMs;
    this.storageAheadMs = this.beatAt - context.clock.elapsed();
    return { status: 'renewed' } as const;
  }
}
