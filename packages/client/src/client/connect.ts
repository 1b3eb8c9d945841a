import {
  type Clock,
  invalid,
  type NewId,
  newId,
  type Storage,
  systemClock,
  throwIfAborted,
} from '@agentcoord/core';
import { createResourceNames, type ResourceNames } from '@agentcoord/locks';
import type { Failover } from '@agentcoord/storage-failover';
import type { Configuration } from '../configuration/configuration.js';
import { resolveConfiguration } from '../configuration/resolve.js';
import { openStore } from '../store/open-store.js';
import type { ConnectOptions } from './options.js';
import { tellByWarning } from './tell-by-warning.js';

/** What every client stands on, before it has a name. */
export interface Connection {
  configuration: Configuration;
  storage: Storage;
  /** Where the store of this host takes part beside Redis. */
  failover?: Failover;
  /** Why it does not, although it should. */
  noFallback?: string;
  /** Opened here, so closed here. */
  ownsStorage: boolean;
  resources: ResourceNames;
  clock: Clock;
  newId: NewId;
}

/** @throws `misconfigured`, `storage_unavailable` and the other errors of a store that cannot be opened. */
export async function connect(
  options: ConnectOptions & { agent?: string; onlyLooks?: boolean },
): Promise<Connection> {
  throwIfAborted(options.signal, 'opening the client');
  if (options.storage !== undefined && options.redisUrl !== undefined)
    throw invalid('redisUrl', 'left out where a storage is given: one of them would not be used');
  const configuration = await resolveConfiguration({
    cwd: options.cwd,
    environment: options.environment,
    flags: {
      namespace: options.namespace,
      home: options.home,
      redisUrl: options.redisUrl,
      fallback: options.fallback,
      agent: options.agent,
    },
  });
  const { root, commonDir } = configuration.repository;
  return {
    configuration,
    ...(options.storage === undefined
      ? await openStore(configuration, {
          signal: options.signal,
          onlyLooks: options.onlyLooks,
          onWait: options.onWait ?? tellByWarning,
        })
      : { storage: options.storage }),
    ownsStorage: options.storage === undefined,
    resources: createResourceNames({ root, commonRoot: commonDir }),
    clock: options.clock ?? systemClock,
    newId: options.newId ?? newId,
  };
}

/** Runs the rest of an opening; when that fails, what was opened for it is closed again. */
export async function orDisconnect<T>(connection: Connection, rest: () => Promise<T>): Promise<T> {
  try {
    return await rest();
  } catch (error) {
    if (connection.ownsStorage) await connection.storage.close();
    throw error;
  }
}
