import {
  AgentCoordError,
  type Clock,
  type Duration,
  durationMs,
  LeaseKeeper,
  type NewId,
  pause,
  type Storage,
} from '@agentcoord/core';

export interface KeepOptions {
  /** Ends the keeping. */
  signal: AbortSignal;
  /** How often the keeper derives and seals, and how often the others ask whether it is still there. Default `'10s'`. */
  interval?: Duration;
  /** Called with what went wrong; keeping goes on. */
  onError?: (error: unknown) => void;
}

export interface Keeping extends KeepOptions {
  storage: Storage;
  clock: Clock;
  newId: NewId;
  holder: string;
  /** Derives and seals once; stops when the signal fires. */
  work: (signal: AbortSignal) => Promise<unknown>;
}

const KEY = 'audit/keeper';
const TTL_MS = 30_000;

/** Of all who keep a log one does the work; another takes over when it is gone. Resolves when `signal` fires. */
export async function keepLog(keeping: Keeping): Promise<void> {
  const intervalMs = Math.max(1, durationMs(keeping.interval ?? '10s', 'interval'));
  const { signal, onError } = keeping;
  while (!signal.aborted) {
    try {
      await keepWhileLeader(keeping, intervalMs);
    } catch (error) {
      if (!signal.aborted) onError?.(error);
    }
    await pause(intervalMs, signal).catch(() => undefined);
  }
}

async function keepWhileLeader(keeping: Keeping, intervalMs: number): Promise<void> {
  const { storage, clock, newId, holder, signal, onError, work } = keeping;
  const sentAt = clock.elapsed();
  const grantId = newId('grant');
  const reply = await storage.leases.acquire({ grantId, holder, keys: [{ key: KEY }], ttlMs: TTL_MS });
  if (reply.status !== 'granted') return;
  const { fence } = reply.grant;
  const keeper = new LeaseKeeper({
    ttlMs: TTL_MS,
    sentAt,
    clock,
    expired: lostKeeping,
    renew: async (options) => {
      const renewed = await storage.leases.renew({ grantId, fence, ttlMs: TTL_MS }, options);
      return renewed.status === 'renewed' ? { status: 'renewed' } : { status: 'lost', error: lostKeeping() };
    },
  });
  const until = AbortSignal.any([signal, keeper.signal]);
  try {
    while (!until.aborted) {
      await work(until).catch((error: unknown) => {
        if (!until.aborted) onError?.(error);
      });
      await pause(intervalMs, until).catch(() => undefined);
    }
  } finally {
    keeper.stop();
    await storage.leases.release({ grantId, fence }).catch(() => undefined);
  }
}

function lostKeeping(): AgentCoordError {
  return new AgentCoordError('lock_lost', 'Another process keeps the audit log now.');
}
