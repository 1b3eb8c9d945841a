import {
  AgentCoordError,
  type Clock,
  LeaseKeeper,
  type NewId,
  type Storage,
  throwIfAborted,
} from '@agentcoord/core';

export interface LeadOptions {
  storage: Storage;
  clock: Clock;
  newId: NewId;
  /** Path-like; one leader each. */
  key: string;
  holder: string;
  /** Where a leader is killed its lease holds for this long; where it lives it is renewed before. */
  ttlMs: number;
  signal?: AbortSignal;
}

/**
 * Runs `work` while this process leads, and at most one does. `work` must stop when its signal fires: the
 * lead may be lost. `taken`: somebody else leads.
 * @throws `lock_lost` when it was, and what the store and `work` throw.
 */
export async function tryLead(
  options: LeadOptions,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<'done' | 'taken'> {
  const { storage, clock, newId, key, holder, ttlMs, signal } = options;
  throwIfAborted(signal, 'becoming the leader');
  const sentAt = clock.elapsed();
  const grantId = newId('grant');
  const reply = await storage.leases.acquire({ grantId, holder, keys: [{ key }], ttlMs });
  if (reply.status !== 'granted') return 'taken';
  const { fence } = reply.grant;
  const keeper = new LeaseKeeper({
    ttlMs,
    sentAt,
    clock,
    expired: () => lostLead(key),
    renew: async (call) => {
      const renewed = await storage.leases.renew({ grantId, fence, ttlMs }, call);
      return renewed.status === 'renewed' ? { status: 'renewed' } : { status: 'lost', error: lostLead(key) };
    },
  });
  try {
    await work(signal ? AbortSignal.any([signal, keeper.signal]) : keeper.signal);
    return 'done';
  } finally {
    keeper.stop();
    await storage.leases.release({ grantId, fence }).catch(() => undefined);
  }
}

function lostLead(key: string): AgentCoordError {
  return new AgentCoordError('lock_lost', `Another process leads ${JSON.stringify(key)} now.`);
}
