/**
 * All this package needs of SQLite. Synchronous on purpose: nothing else of this process can run between
 * BEGIN and COMMIT.
 */
export interface SqliteDatabase {
  readonly adapter: AdapterName;
  /** Runs one or more statements without values and without rows. */
  exec(sql: string): void;
  /** `Row` is what the statement selects; nobody checks it but the tests. */
  prepare<Row extends object = never>(sql: string): SqliteStatement<Row>;
  readonly inTransaction: boolean;
  close(): void;
}

/** Never a boolean: libsql ends the whole process when it is handed one. */
export type SqliteValue = string | number | null;

export interface SqliteStatement<Row extends object> {
  get(...values: SqliteValue[]): Row | undefined;
  all(...values: SqliteValue[]): Row[];
  /** How many rows it changed. */
  run(...values: SqliteValue[]): number;
}

export type AdapterName = 'node:sqlite' | 'libsql';

export interface SqliteAdapter {
  readonly name: AdapterName;
  readonly version: string;
  /** Creates the file where there is none. `:memory:` is private to the connection. */
  connect(path: string): SqliteDatabase;
}
