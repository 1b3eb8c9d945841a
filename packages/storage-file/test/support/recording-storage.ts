import type { Storage } from '@agentcoord/core';
import { clockOf, thisBoot } from '../../src/clock/store-clock.js';
import { noDoor } from '../../src/locking/door.js';
import { createWriteTurn } from '../../src/locking/write-turn.js';
import { createHubRinging } from '../../src/signals/bell-ringing.js';
import { createHub } from '../../src/signals/hub.js';
import type { SqliteDatabase } from '../../src/sqlite/database.js';
import { assembleStorage } from '../../src/storage.js';
import type { createStore } from '../../src/store/store.js';

/** A store in memory that keeps the text of every statement it prepares. */
export function openStorageOn(
  database: SqliteDatabase,
  create: typeof createStore,
): { storage: Storage; statements: Set<string>; database: SqliteDatabase } {
  const statements = new Set<string>();
  const recording: SqliteDatabase = {
    adapter: database.adapter,
    exec: (sql) => database.exec(sql),
    prepare: <Row extends object>(sql: string) => {
      statements.add(sql);
      return database.prepare<Row>(sql);
    },
    get inTransaction() {
      return database.inTransaction;
    },
    close() {},
  };
  const hub = createHub();
  const store = create({
    database: recording,
    path: ':memory:',
    clock: clockOf(thisBoot.wallMs() - thisBoot.monotonicMs()),
    turn: createWriteTurn(':memory:', noDoor),
    ringing: createHubRinging(hub),
    checkStore() {},
    afterCommit() {},
    onClose() {},
  });
  const capabilities = { search: true, shared: false, durable: false, strictLimits: true };
  const description = { kind: 'memory' as const, address: ':memory:', mode: 'recording', capabilities };
  return { storage: assembleStorage({ store, hub, description }), statements, database };
}
