import { dirname, join } from 'node:path';
import type { CallOptions, Storage } from '@agentcoord/core';
import { openStoreClock } from './clock/open-store-clock.js';
import { createCheckpoints } from './locking/checkpoint.js';
import { createDoor } from './locking/door.js';
import { createEldestWaiter } from './locking/eldest-waiter.js';
import { createWriteTurn } from './locking/write-turn.js';
import { type Connection, connect, type Durability } from './opening/connect.js';
import { STORE_DATABASE } from './schema.js';
import { createBellRinging } from './signals/bell-ringing.js';
import { createHub } from './signals/hub.js';
import { createPresence } from './signals/presence.js';
import { chooseAdapter } from './sqlite/choose-adapter.js';
import type { AdapterName } from './sqlite/database.js';
import { assembleStorage } from './storage.js';
import { sameStoreCheck } from './store/same-store.js';
import { createStore } from './store/store.js';

export interface FileStorageOptions extends CallOptions {
  /** Made where it is missing, for its owner only. On a local disk. One folder is one namespace. */
  folder: string;
  /**
   * What an acknowledged change survives. Default `process`: the death of any process. `power`: also that
   * of the machine, at a third of the speed.
   */
  durability?: Durability;
  /** Which SQLite to use; left out: `node:sqlite` where it is sound, else `libsql`. */
  adapter?: AdapterName;
}

/**
 * Opens the store of a folder, for any number of processes at once.
 * @throws `storage_unwritable`, `network_filesystem`, `foreign_file`, `schema_too_new`, `storage_corrupt`,
 * `disk_full`, `storage_unavailable` (another process kept it locked), `misconfigured`, `unsupported`.
 */
export async function openFileStorage(options: FileStorageOptions): Promise<Storage> {
  const { folder, durability = 'process', adapter, ...call } = options;
  const connection = await connect({
    ...call,
    folder,
    kind: STORE_DATABASE,
    adapter: chooseAdapter(adapter),
    durability,
  });
  try {
    return await assemble(connection, call);
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** No other process's; nothing secret, and `node:crypto` takes 4 ms to load. */
function bellName(): string {
  const chance = Math.floor(Math.random() * 2 ** 48).toString(36);
  return `bell-${process.pid.toString(36)}-${process.hrtime.bigint().toString(36)}-${chance}`;
}

async function assemble(connection: Connection, call: CallOptions): Promise<Storage> {
  const { database, path } = connection;
  const folder = dirname(path);
  const bell = bellName();
  const bells = join(folder, 'bells');
  const checkpoints = createCheckpoints(connection);
  const hub = createHub();
  const store = createStore({
    database,
    path,
    clock: await openStoreClock(connection, call),
    turn: createWriteTurn(path, createDoor(join(folder, 'door')), createEldestWaiter(join(folder, 'eldest'))),
    ringing: createBellRinging(bells, bell, hub),
    checkStore: sameStoreCheck(path, STORE_DATABASE.migrations.length),
    afterCommit: () => checkpoints.afterCommit(),
    onClose() {
      checkpoints.close();
      connection.close();
    },
  });
  return assembleStorage({
    store,
    hub,
    presence: createPresence({ store, hub, folder: bells, bell }),
    description: {
      kind: 'file',
      address: path,
      mode: 'local (no Redis configured)',
      capabilities: { search: true, shared: true, durable: true, strictLimits: true },
    },
  });
}
