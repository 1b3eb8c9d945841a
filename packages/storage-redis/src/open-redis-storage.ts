import { AgentCoordError, checkName, DEFAULT_CALL_TIMEOUT_MS, pause, type Storage } from '@agentcoord/core';
import { Caller } from './call/caller.js';
import { Closing } from './call/closing.js';
import { type Deadline, TimeUp } from './call/deadline.js';
import { connectionOptions } from './connection/connection-options.js';
import { Link } from './connection/link.js';
import { errorClass } from './errors/error-class.js';
import { saysNobodyThere } from './errors/nobody-there.js';
import { storageError } from './errors/storage-error.js';
import { redisLeases } from './facets/leases.js';
import { redisLimits } from './facets/limits.js';
import { redisLogs } from './facets/logs.js';
import { redisQueues } from './facets/queues.js';
import { redisRecords } from './facets/records.js';
import { redisReplica } from './facets/replica.js';
import { redisSessions } from './facets/sessions.js';
import { redisSignals } from './facets/signals.js';
import { keysOf } from './keys.js';
import type { RedisStorageOptions } from './redis-storage-options.js';
import { SCRIPTS } from './scripts/scripts.js';
import { Subscriptions } from './signals/subscriptions.js';

const DEFAULT_LOCK_DELAY_MS = 60_000;

/**
 * Opens a namespace on a Redis or Valkey server. Two connections at most: one for calls, one for signals.
 * @throws `storage_unavailable` when nobody answers there, `misconfigured` when it refuses our credentials.
 */
export async function openRedisStorage(options: RedisStorageOptions): Promise<Storage> {
  const keys = keysOf(checkName(options.namespace, 'namespace'));
  const connection = connectionOptions(options);
  const closing = new Closing();
  const link = new Link({
    connection,
    keys,
    closing,
    lockDelayMs: options.lockDelayMs ?? DEFAULT_LOCK_DELAY_MS,
    memoryFile: options.memoryFile,
  });
  const caller = new Caller(link, keys, closing, options.timeoutMs ?? DEFAULT_CALL_TIMEOUT_MS);
  const subscriptions = new Subscriptions(connection.redis, connection.place);
  const close = (): Promise<void> => {
    closing.close();
    subscriptions.close();
    link.close();
    return Promise.resolve();
  };

  const deadline = caller.deadline({});
  try {
    await firstAnswer(link, deadline);
  } catch (error) {
    await close();
    throw error;
  } finally {
    deadline.end();
  }

  return {
    sessions: redisSessions(caller),
    leases: redisLeases(caller),
    queues: redisQueues(caller),
    records: redisRecords(caller),
    logs: redisLogs(caller),
    limits: redisLimits(caller),
    signals: redisSignals(caller, subscriptions),
    replica: redisReplica(caller),
    async now(callOptions) {
      caller.check(callOptions, () => undefined);
      const { value } = await caller.call(SCRIPTS.server.now, {}, callOptions);
      return value.now as number;
    },
    describe: () =>
      Promise.resolve({
        kind: 'redis',
        address: connection.place.address,
        capabilities: {
          search: true,
          shared: true,
          durable: link.facts?.appendOnly ?? false,
          strictLimits: true,
        },
        mode: 'Redis',
      }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function firstAnswer(link: Link, deadline: Deadline): Promise<void> {
  let lastError: unknown;
  for (;;) {
    try {
      return void (await deadline.wait(link.server()));
    } catch (error) {
      if (AgentCoordError.is(error)) throw error;
      if (error instanceof TimeUp) throw storageError('not-sent', lastError ?? error, link.place);
      lastError = error;
      const kind = errorClass(error);
      if (kind === 'configuration') throw storageError(kind, error, link.place);
      if (saysNobodyThere(error)) throw storageError('not-sent', error, link.place);
    }
    await deadline.wait(pause(20)).catch(() => undefined);
  }
}
