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
import type { Configuration } from '../configuration/configuration.js';
import { resolveConfiguration } from '../configuration/resolve.js';
import { openStore } from '../store/open-store.js';
import type { ConnectOptions } from './options.js';

/** What every client stands on, before it has a name. */
export interface Connection {
  configuration: Configuration;
  storage: Storage;
  /** Opened here, so closed here. */
  ownsStorage: boolean;
  resources: ResourceNames;
  clock: Clock;
  newId: NewId;
}

/** @throws `misconfigured`, `storage_unavailable` and the other errors of a store that cannot be opened. */
export async function connect(options: ConnectOptions & { agent?: string }): Promise<Connection> {
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
      agent: options.agent,
    },
  });
  const { root, commonDir } = configuration.repository;
  return {
    configuration,
    storage: options.storage ?? (await openStore(configuration, options.signal)),
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
