import { AgentCoordError, type Clock, LeaseKeeper, type NewId, type Storage } from '@agentcoord/core';

export interface LeadershipOptions {
  storage: Pick<Storage, 'leases'>;
  scaler: string;
  /** Who would lead. */
  holder: string;
  ttlMs: number;
  clock: Clock;
  newId: NewId;
}

/** The right to act for a scaler, as long as its lease holds. */
export interface Lead {
  fence: number;
  /** Aborts with `lock_lost` when the lease is over by this process's own clock, or the store says so. */
  signal: AbortSignal;
  /** Asks the store whether this lease is valid now. @throws `lock_lost` when it is not. */
  guard(): Promise<void>;
}

/** Of all autoscalers of one name one leads. Takes the lease where it is free, and keeps it. */
export class Leadership {
  private ended = false;
  private held: { grantId: string; keeper: LeaseKeeper; lead: Lead } | undefined;

  constructor(private readonly options: LeadershipOptions) {}

  /** The lead, or who has it. */
  async take(): Promise<Lead | { leader: string }> {
    if (this.held && !this.held.keeper.lostBecause) return this.held.lead;
    this.held = undefined;
    const { storage, scaler, holder, ttlMs, clock, newId } = this.options;
    const grantId = newId('grant');
    const sentAt = clock.elapsed();
    const keys = [{ key: `autoscaler/${scaler}` }];
    const reply = await storage.leases.acquire({ grantId, holder, keys, ttlMs });
    if (reply.status === 'busy') return { leader: reply.conflicts[0]?.holder ?? 'another' };
    if (reply.status !== 'granted') return { leader: 'another' };
    if (this.ended) {
      await storage.leases.release({ grantId, fence: reply.grant.fence });
      throw leadLost(scaler);
    }
    return this.keep({ grantId, fence: reply.grant.fence, sentAt });
  }

  /** For good: a lease that is on its way is given back when it comes. */
  async release(): Promise<void> {
    this.ended = true;
    const held = this.held;
    this.held = undefined;
    if (!held) return;
    held.keeper.stop();
    await this.options.storage.leases.release({ grantId: held.grantId, fence: held.lead.fence });
  }

  private keep({ grantId, fence, sentAt }: { grantId: string; fence: number; sentAt: number }): Lead {
    const { storage, scaler, ttlMs, clock } = this.options;
    const { leases } = storage;
    const keeper = new LeaseKeeper({
      ttlMs,
      sentAt,
      clock,
      expired: () => leadLost(scaler),
      renew: async (options) => {
        const reply = await leases.renew({ grantId, fence, ttlMs }, options);
        return reply.status === 'renewed'
          ? { status: 'renewed' }
          : { status: 'lost', error: leadLost(scaler) };
      },
    });
    const guard = async (): Promise<void> => {
      if (keeper.lostBecause) throw keeper.lostBecause;
      const { valid } = await leases.guard({ grantId, fence });
      if (!valid) keeper.lose(leadLost(scaler));
      if (keeper.lostBecause) throw keeper.lostBecause;
    };
    const lead = { fence, signal: keeper.signal, guard };
    this.held = { grantId, keeper, lead };
    return lead;
  }
}

export function leadLost(scaler: string): AgentCoordError {
  return new AgentCoordError(
    'lock_lost',
    `Another process leads the autoscaler ${scaler} now, or this one stood still for too long. It did nothing further; it goes on as a standby.`,
    { data: { scaler } },
  );
}
