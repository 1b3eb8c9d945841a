import { createRequire } from 'node:module';
import type { SqliteAdapter, SqliteDatabase, SqliteStatement, SqliteValue } from './database.js';
import { requireLibsql } from './require-libsql.js';

/** The part of libsql that is used, as it behaves in 0.5.29 and not as its types say. */
interface Libsql {
  new (path: string): LibsqlDatabase;
}
interface LibsqlDatabase {
  readonly inTransaction: boolean;
  exec(sql: string): void;
  prepare(sql: string): LibsqlStatement;
  close(): void;
}
interface LibsqlStatement {
  readonly reader: boolean;
  raw(on: boolean): LibsqlStatement;
  columns(): Array<{ name: string }>;
  get(values: SqliteValue[]): SqliteValue[] | undefined;
  all(values: SqliteValue[]): SqliteValue[][];
  run(values: SqliteValue[]): { changes: number };
}

/** SQLite 3.45 from prebuilt packages: for a Node whose own SQLite is missing or too old. */
export function loadLibsql(): SqliteAdapter {
  const Libsql = requireLibsql(createRequire(import.meta.url)) as Libsql;
  return { name: 'libsql', version: '3.45.1', connect: (path) => wrap(new Libsql(path)) };
}

/**
 * Surprise: a connection of libsql lives on after `close` until its statements are collected as garbage,
 * so the log file stays behind. The next one to open the store reads it; nothing is lost.
 */
function wrap(database: LibsqlDatabase): SqliteDatabase {
  return {
    adapter: 'libsql',
    exec: (sql) => database.exec(sql),
    prepare: <Row extends object>(sql: string) => wrapStatement<Row>(() => database.prepare(sql)),
    get inTransaction() {
      return database.inTransaction;
    },
    close: () => database.close(),
  };
}

/**
 * What libsql 0.5.29 does behind its interface, each point measured and tested in adapters.test.ts:
 *
 * - `get` does not reset the statement first. After an `all` or `run` of the same statement, or after an
 *   error, it goes on with the *old* values and says nothing. So `get` has a statement of its own, which is
 *   thrown away when it fails.
 * - `run` leaves a statement that returns rows unfinished, and then nothing can be committed.
 * - A single null handed over is taken for no values, so values always go as a list (1 µs faster, too).
 * - Rows as arrays cost 8.4 µs instead of 10.0, and carry no foreign `_metadata`.
 */
function wrapStatement<Row extends object>(prepare: () => LibsqlStatement): SqliteStatement<Row> {
  let one: LibsqlStatement | undefined;
  let many: LibsqlStatement | undefined;
  let silent: LibsqlStatement | undefined;
  let names: string[] | undefined;

  function named(statement: LibsqlStatement, values: SqliteValue[]): Row {
    names ??= statement.columns().map((column) => column.name);
    const row: Record<string, SqliteValue | undefined> = {};
    for (let index = 0; index < names.length; index += 1) row[names[index] ?? ''] = values[index];
    return row as Row;
  }

  return {
    get(...values) {
      const statement = one ?? prepare().raw(true);
      one = undefined;
      const row = statement.get(values);
      one = statement;
      return row === undefined ? undefined : named(statement, row);
    },
    all(...values) {
      many ??= prepare().raw(true);
      const statement = many;
      return statement.all(values).map((row) => named(statement, row));
    },
    run(...values) {
      silent ??= prepareSilent(prepare);
      return silent.run(values).changes;
    },
  };
}

function prepareSilent(prepare: () => LibsqlStatement): LibsqlStatement {
  const statement = prepare();
  if (statement.reader) throw new Error('a statement that returns rows needs `get` or `all`');
  return statement;
}
