import type { Storage } from '@agentcoord/core';
import { type LockInfo, listLocks, type ResourceNames } from '@agentcoord/locks';
import { type AgentInfo, listAgents } from '@agentcoord/registry';
import type { Failover } from '@agentcoord/storage-failover';
import { connect } from '../client/connect.js';
import type { ConnectOptions } from '../client/options.js';
import type { Configuration } from '../configuration/configuration.js';

/**
 * A namespace as somebody sees it who only looks. Nothing that claims, locks or registers is loaded, and
 * nobody is named: that is half of the time in which `agentcoord status` answers.
 */
export interface Look {
  readonly configuration: Configuration;
  readonly storage: Storage;
  /** Who owns the namespace and why; left out where no store of this host takes part. */
  readonly failover?: Failover;
  /** Why it does not, although it should. */
  readonly noFallback?: string;
  readonly resources: ResourceNames;
  /** As `AgentRegistry.list`. */
  agents(): Promise<AgentInfo[]>;
  /** As `FileLock.list`; `under` is relative to the repository's root. */
  locks(options?: { under?: string; holder?: string }): Promise<LockInfo[]>;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** @throws as `CoordinationClient.open`. */
export async function openLook(options: ConnectOptions = {}): Promise<Look> {
  const connection = await connect({ ...options, onlyLooks: true });
  const { configuration, storage, ownsStorage, resources, failover, noFallback } = connection;
  const close = async (): Promise<void> => {
    if (ownsStorage) await storage.close();
  };
  return {
    configuration,
    storage,
    resources,
    ...(failover === undefined ? {} : { failover }),
    ...(noFallback === undefined ? {} : { noFallback }),
    agents: () => listAgents(storage),
    async locks({ under, ...rest } = {}) {
      const place = under === undefined ? undefined : await resources.resolve(under);
      return listLocks(storage.leases, { ...rest, under: place });
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
