import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { CallOptions } from '@agentcoord/core';
import { untilFree } from '../locking/until-free.js';
import type { SqliteAdapter, SqliteDatabase } from '../sqlite/database.js';
import { enterConnected, leaveConnected } from './connected-files.js';
import { createDatabase } from './create-database.js';
import type { DatabaseKind } from './database-kind.js';
import { refuseForeignFile, refuseForeignId } from './header.js';
import { migrate } from './migrations.js';
import { refuseNetworkFilesystem } from './network-filesystem.js';
import { makePrivateFolder } from './private-folder.js';

/**
 * What a commit survives: `process` the death of any process, `power` also that of the machine
 * (every commit waits for the disk: about a third of the speed).
 */
export type Durability = 'process' | 'power';

export interface ConnectOptions extends CallOptions {
  folder: string;
  kind: DatabaseKind;
  adapter: SqliteAdapter;
  durability: Durability;
}

export interface Connection {
  readonly database: SqliteDatabase;
  readonly path: string;
  /** A second connection to the same file, for checkpoints. */
  another(): Connection;
  close(): void;
}

/** Opens the database of the folder, creating both where they are missing, with its schema up to date. */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const { folder, kind, adapter } = options;
  makePrivateFolder(folder);
  refuseNetworkFilesystem(folder);
  const path = join(realpathSync.native(folder), kind.file);
  createDatabase(path, kind, adapter);
  refuseForeignFile(path, kind.applicationId);
  const connection = register(path, options);
  try {
    // The first statement of a connection may have to read the log of one that died, or wait for one that closes.
    await untilFree(path, () => prepare(connection.database, path, options), options);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

function register(path: string, options: ConnectOptions): Connection {
  const { adapter } = options;
  enterConnected(path, adapter.name);
  let database: SqliteDatabase;
  try {
    database = adapter.connect(path);
  } catch (error) {
    leaveConnected(path);
    throw error;
  }
  let isOpen = true;
  return {
    database,
    path,
    another() {
      const second = register(path, options);
      configure(second.database, options.durability);
      return second;
    },
    close() {
      if (!isOpen) return;
      isOpen = false;
      database.close();
      leaveConnected(path);
    },
  };
}

function prepare(database: SqliteDatabase, path: string, options: ConnectOptions): void {
  configure(database, options.durability);
  const id = database.prepare<{ application_id: number }>('PRAGMA application_id').get()?.application_id ?? 0;
  refuseForeignId(path, id, options.kind.applicationId);
  migrate(database, path, options.kind);
  // Already so since its creation, unless somebody copied the content into another file.
  database.exec('PRAGMA journal_mode = WAL');
}

/** SQLite's own waiting and its own checkpoints are off: see write-turn.ts and checkpoint.ts for why. */
function configure(database: SqliteDatabase, durability: Durability): void {
  database.exec(
    `PRAGMA busy_timeout = 0;
     PRAGMA wal_autocheckpoint = 0;
     PRAGMA journal_size_limit = 0;
     PRAGMA synchronous = ${durability === 'power' ? 'FULL' : 'NORMAL'};
     PRAGMA temp_store = MEMORY;
     PRAGMA trusted_schema = OFF`,
  );
}
