import { pause } from '@agentcoord/core';
import type { Redis } from 'ioredis';

const RETRY_MS = 100;

/**
 * One client at a time migrates; the others wait here and then find the work done. The signal aborts when the
 * mutex was lost: it keeps time by the client and has no fence, so the steps it guards are idempotent.
 */
export async function withMigrationMutex(
  redis: Redis,
  { key, mutexMs }: { key: string; mutexMs: number },
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  // Loaded by who migrates, and nobody else.
  const { Mutex } = await import('redis-semaphore');
  const lost = new AbortController();
  const mutex = new Mutex(quietly(redis), key, {
    lockTimeout: mutexMs,
    acquireAttemptsLimit: 1,
    retryInterval: 0,
    onLockLost: (error) => lost.abort(error),
  });
  while (!(await mutex.tryAcquire())) await pause(RETRY_MS * Math.random());
  try {
    await work(lost.signal);
  } finally {
    await mutex.release().catch(() => undefined);
  }
}

/** Its refreshing timer has nobody who hears a rejection: a lost connection is a lost mutex instead. */
function quietly(redis: Redis): Redis {
  return new Proxy(redis, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name !== 'evalsha' && name !== 'eval') return value.bind(target);
      return (...words: unknown[]) =>
        Promise.resolve(Reflect.apply(value, target, words)).catch((error: unknown) => {
          if (String(error).includes('NOSCRIPT')) throw error;
          return 0;
        });
    },
  });
}
