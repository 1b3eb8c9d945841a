import {
  AgentCoordError,
  type Clock,
  LeaseKeeper,
  type NewId,
  pause,
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
  /** How often those who do not lead ask again. */
  intervalMs: number;
  signal?: AbortSignal;
}

const TTL_MS = 15_000;

/**
 * Runs `work` while this process leads, and at most one does. `work` must stop when its signal fires: the
 * lead may be lost. Resolves to what it returned; to `undefined` when somebody else leads.
 */
async function tryLead<T>(
  options: LeadOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const { storage, clock, newId, key, holder, signal } = options;
  throwIfAborted(signal, 'becoming the leader');
  const sentAt = clock.elapsed();
  const grantId = newId('grant');
  const reply = await storage.leases.acquire({ grantId, holder, keys: [{ key }], ttlMs: TTL_MS });
  if (reply.status !== 'granted') return undefined;
  const { fence } = reply.grant;
  const keeper = new LeaseKeeper({
    ttlMs: TTL_MS,
    sentAt,
    clock,
    expired: () => lostLead(key),
    renew: async (call) => {
      const renewed = await storage.leases.renew({ grantId, fence, ttlMs: TTL_MS }, call);
      return renewed.status === 'renewed' ? { status: 'renewed' } : { status: 'lost', error: lostLead(key) };
    },
  });
  try {
    return await work(signal ? AbortSignal.any([signal, keeper.signal]) : keeper.signal);
  } finally {
    keeper.stop();
    await storage.leases.release({ grantId, fence }).catch(() => undefined);
  }
}

/**
 * Waits to lead, and leads again when the lead was lost; resolves when `work` came to its end, or when there
 * is nothing to wait for any more: asked each time somebody else leads.
 */
export async function lead(
  options: LeadOptions & { goOnWaiting: () => Promise<boolean> },
  work: (signal: AbortSignal) => Promise<{ done: true }>,
): Promise<void> {
  for (;;) {
    const result = await tryLead(options, work).catch((error: unknown) => {
      // Lost: another one leads, and this one waits for its turn again.
      if (options.signal?.aborted || !AgentCoordError.is(error, 'lock_lost')) throw error;
      return undefined;
    });
    if (result !== undefined || !(await options.goOnWaiting())) return;
    await pause(options.intervalMs, options.signal, 'waiting to lead');
  }
}

function lostLead(key: string): AgentCoordError {
  return new AgentCoordError('lock_lost', `Another process leads ${JSON.stringify(key)} now.`);
}
