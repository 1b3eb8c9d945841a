import type { Storage, StorageDescription } from '@agentcoord/core';
import { createLeases } from './leases.js';
import { createLimits } from './limits.js';
import { createLogs } from './logs.js';
import { claim } from './queues/claim.js';
import { settle } from './queues/settle.js';
import { createQueues } from './queues.js';
import { createRecords } from './records.js';
import { createReplica } from './replica.js';
import { createSessions } from './sessions.js';
import type { Hub } from './signals/hub.js';
import type { Presence } from './signals/presence.js';
import { createSignals } from './signals.js';
import type { Store } from './store/store.js';

export interface StorageParts {
  store: Store;
  hub: Hub;
  presence?: Presence;
  description: StorageDescription;
}

/** The six facets over one store. */
export function assembleStorage({ store, hub, presence, description }: StorageParts): Storage {
  let closing: Promise<void> | undefined;

  async function close(): Promise<void> {
    await presence?.close();
    store.close();
    hub.close();
  }

  const storage: Storage = {
    sessions: createSessions(store, [claim, settle]),
    leases: createLeases(store),
    queues: createQueues(store),
    records: createRecords(store),
    logs: createLogs(store),
    limits: createLimits(store),
    signals: createSignals(store, hub, presence),
    replica: createReplica(store),
    now: (options) => store.now(options),
    async describe() {
      return { ...description, capabilities: { ...description.capabilities } };
    },
    close() {
      closing ??= close();
      return closing;
    },
    [Symbol.asyncDispose]: () => storage.close(),
  };
  return storage;
}
