import {
  AgentCoordError,
  type Clock,
  type JsonObject,
  type LeaseGrant,
  LeaseKeeper,
  type NewId,
  type Storage,
  throwIfAborted,
} from '@agentcoord/core';

export interface Candidate {
  storage: Storage;
  clock: Clock;
  newId: NewId;
  key: string;
  /** Who wants to lead; also for people. */
  holder: string;
  ttlMs: number;
  details: JsonObject;
  signal?: AbortSignal;
  /** Once, when somebody else leads. */
  onStandby?(leader: { holder: string; details?: JsonObject }): void;
}

/** One term as the leader of a key. Its fence is higher than that of every term before. */
export interface Leadership {
  readonly fence: number;
  /** Aborts with `lock_lost` when the term is over, also when the store is not heard of in time. */
  readonly signal: AbortSignal;
  /** Gives the key to the next in the queue. Idempotent. */
  release(): Promise<void>;
}

/** Of all candidates for a key one leads; the others stand in the store's queue, and the first takes over. @throws `aborted`. */
export async function lead(candidate: Candidate): Promise<Leadership> {
  const { storage, clock, newId, key, holder, ttlMs, details, signal } = candidate;
  const grantId = newId('grant');
  const listener = await storage.signals.listen({ channels: [`lease/${grantId}`] }, { signal });
  let told = false;
  let granted = false;
  try {
    for (;;) {
      throwIfAborted(signal, `waiting to lead ${key}`);
      const sentAt = clock.elapsed();
      const ask = { grantId, holder, keys: [{ key }], ttlMs, details, waitTtlMs: ttlMs };
      const reply = await storage.leases.acquire(ask, { signal });
      if (reply.status === 'granted') {
        granted = true;
        return keep(candidate, reply.grant, sentAt);
      }
      if (reply.status === 'retry') continue;
      if (reply.status === 'would_deadlock')
        throw new AgentCoordError('conflict', `${holder} leads ${key} already.`, { data: { key } });
      const [leader] = reply.conflicts;
      if (!told && leader !== undefined) candidate.onStandby?.(leader);
      told = true;
      const dueMs = reply.nextDueAt === undefined ? ttlMs : reply.nextDueAt - (await storage.now());
      await listener.next({ timeoutMs: Math.max(10, Math.min(ttlMs / 3, dueMs)), signal });
    }
  } finally {
    await listener.close();
    if (!granted) await storage.leases.release({ grantId }).catch(() => undefined);
  }
}

function keep({ storage, clock, key, ttlMs }: Candidate, grant: LeaseGrant, sentAt: number): Leadership {
  const { grantId, fence } = grant;
  const keeper = new LeaseKeeper({
    ttlMs,
    sentAt,
    clock,
    expired: () => lostError(key),
    renew: async (options) => {
      const { status } = await storage.leases.renew({ grantId, fence, ttlMs }, options);
      return status === 'renewed' ? { status } : { status, error: lostError(key) };
    },
  });
  return {
    fence,
    signal: keeper.signal,
    async release() {
      keeper.stop();
      await storage.leases.release({ grantId, fence });
    },
  };
}

function lostError(key: string): AgentCoordError {
  return new AgentCoordError(
    'lock_lost',
    `The lead of ${key} was lost: this process or the store stood still for too long, and another may lead now.`,
    { data: { key } },
  );
}
