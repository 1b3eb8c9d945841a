import type { SqliteDatabase, SqliteStatement, SqliteValue } from '../sqlite/database.js';

/** What a verb sees of the store: one moment of the clock, one state of the data. */
export interface View {
  /** Store time, epoch ms: the same for the whole verb. */
  readonly now: number;
  get<Row extends object>(sql: string, ...values: SqliteValue[]): Row | undefined;
  all<Row extends object>(sql: string, ...values: SqliteValue[]): Row[];
}

/** Each statement is prepared once a connection. */
export class Statements {
  readonly #database: SqliteDatabase;
  readonly #prepared = new Map<string, SqliteStatement<never>>();

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  prepared<Row extends object>(sql: string): SqliteStatement<Row> {
    let statement = this.#prepared.get(sql) as SqliteStatement<Row> | undefined;
    if (!statement) {
      statement = this.#database.prepare<Row>(sql);
      this.#prepared.set(sql, statement as SqliteStatement<never>);
    }
    return statement;
  }
}

export function viewOf(statements: Statements, now: number): View {
  return {
    now,
    get: <Row extends object>(sql: string, ...values: SqliteValue[]) =>
      statements.prepared<Row>(sql).get(...values),
    all: <Row extends object>(sql: string, ...values: SqliteValue[]) =>
      statements.prepared<Row>(sql).all(...values),
  };
}
