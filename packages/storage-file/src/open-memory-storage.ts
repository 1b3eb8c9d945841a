import { type Clock, type Storage, systemClock } from '@agentcoord/core';
import { clockOf } from './clock/store-clock.js';
import { noDoor } from './locking/door.js';
import { createWriteTurn } from './locking/write-turn.js';
import { migrate } from './opening/migrations.js';
import { STORE_DATABASE } from './schema.js';
import { createHubRinging } from './signals/bell-ringing.js';
import { createHub } from './signals/hub.js';
import { chooseAdapter } from './sqlite/choose-adapter.js';
import type { AdapterName } from './sqlite/database.js';
import { assembleStorage } from './storage.js';
import { createStore } from './store/store.js';

export interface MemoryStorageOptions {
  /** Which SQLite to use; left out: the best this Node has. */
  adapter?: AdapterName;
  /** Store time begins at `wall()` and goes on with `elapsed()`: a test turns it by hand. Default: the system's. */
  clock?: Clock;
}

const PATH = ':memory:';

/** The same store without a file: for tests, and gone with the process. */
export async function openMemoryStorage(options: MemoryStorageOptions = {}): Promise<Storage> {
  const database = chooseAdapter(options.adapter).connect(PATH);
  migrate(database, PATH, STORE_DATABASE);
  const { clock = systemClock } = options;
  const boot = { id: PATH, monotonicMs: () => clock.elapsed(), wallMs: () => clock.wall() };
  const hub = createHub();
  const store = createStore({
    database,
    path: PATH,
    clock: clockOf(boot.wallMs() - boot.monotonicMs(), boot),
    turn: createWriteTurn(PATH, noDoor),
    ringing: createHubRinging(hub),
    checkStore() {},
    afterCommit() {},
    onClose: () => database.close(),
  });
  return assembleStorage({
    store,
    hub,
    description: {
      kind: 'memory',
      address: PATH,
      mode: 'in memory, for this process only',
      capabilities: { search: true, shared: false, durable: false, strictLimits: true },
    },
  });
}
