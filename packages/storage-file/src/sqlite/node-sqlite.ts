import type { SqliteAdapter, SqliteDatabase, SqliteStatement, SqliteValue } from './database.js';

/** The part of `node:sqlite` that is used: the types for Node 20, the floor, do not know the module. */
interface NodeSqlite {
  DatabaseSync: new (path: string) => NodeDatabase;
}
interface NodeDatabase {
  readonly isTransaction: boolean;
  exec(sql: string): void;
  prepare(sql: string): NodeStatement;
  close(): void;
}
interface NodeStatement {
  get(...values: SqliteValue[]): object | undefined;
  all(...values: SqliteValue[]): object[];
  run(...values: SqliteValue[]): { changes: number | bigint };
}

export function loadNodeSqlite(): SqliteAdapter {
  const { DatabaseSync } = withoutExperimentalWarning(
    () => process.getBuiltinModule('node:sqlite') as unknown as NodeSqlite,
  );
  return {
    name: 'node:sqlite',
    version: process.versions.sqlite ?? '0',
    connect: (path) => wrap(new DatabaseSync(path)),
  };
}

function wrap(database: NodeDatabase): SqliteDatabase {
  return {
    adapter: 'node:sqlite',
    exec: (sql) => database.exec(sql),
    prepare: <Row extends object>(sql: string) => wrapStatement<Row>(database.prepare(sql)),
    get inTransaction() {
      return database.isTransaction;
    },
    close: () => database.close(),
  };
}

function wrapStatement<Row extends object>(statement: NodeStatement): SqliteStatement<Row> {
  return {
    get: (...values) => statement.get(...values) as Row | undefined,
    all: (...values) => statement.all(...values) as Row[],
    run: (...values) => Number(statement.run(...values).changes),
  };
}

/** Node warns once when the module is loaded. The user of a lock did not ask for SQLite and cannot act on it. */
function withoutExperimentalWarning<T>(load: () => T): T {
  const emitWarning = process.emitWarning;
  process.emitWarning = (warning: string | Error, ...rest: unknown[]): void => {
    if (!String(warning).includes('SQLite')) Reflect.apply(emitWarning, process, [warning, ...rest]);
  };
  try {
    return load();
  } finally {
    process.emitWarning = emitWarning;
  }
}
