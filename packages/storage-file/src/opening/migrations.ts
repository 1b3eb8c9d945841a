import { AgentCoordError } from '@agentcoord/core';
import type { SqliteDatabase } from '../sqlite/database.js';
import type { DatabaseKind } from './database-kind.js';

/**
 * Brings the schema up to date, each step with its number in one transaction: killed in between, the
 * database is whole at an older number. Throws SQLite's BUSY when another process writes.
 */
export function migrate(database: SqliteDatabase, path: string, kind: DatabaseKind): void {
  if (schemaVersion(database, path, kind) === kind.migrations.length) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    // Again, now that nobody else can be at it.
    applyMigrations(database, kind, schemaVersion(database, path, kind));
    database.exec('COMMIT');
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** Prepares no statement: in libsql one would keep the connection open after its `close`. */
export function applyMigrations(database: SqliteDatabase, kind: DatabaseKind, from: number): void {
  for (const [index, statements] of kind.migrations.entries()) {
    if (index < from) continue;
    database.exec(statements);
    database.exec(`PRAGMA user_version = ${index + 1}`);
  }
}

function schemaVersion(database: SqliteDatabase, path: string, kind: DatabaseKind): number {
  const version = database.prepare<{ user_version: number }>('PRAGMA user_version').get()?.user_version ?? 0;
  refuseNewerSchema(path, version, kind.migrations.length);
  return version;
}

export function refuseNewerSchema(path: string, schema: number, supported: number): void {
  if (schema <= supported) return;
  throw new AgentCoordError(
    'schema_too_new',
    `The store ${path} was written by a newer AgentCoord (schema ${schema}; this one knows ${supported}). ` +
      'Update AgentCoord here too, and restart what still runs. Nothing was changed.',
    { data: { path, schema, supported } },
  );
}
