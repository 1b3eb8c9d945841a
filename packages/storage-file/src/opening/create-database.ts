import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AgentCoordError, crashPoint } from '@agentcoord/core';
import type { SqliteAdapter } from '../sqlite/database.js';
import { diskFull, storageError, unwritable } from '../sqlite/storage-error.js';
import { type DatabaseKind, PAGE_BYTES } from './database-kind.js';
import { applyMigrations } from './migrations.js';
import { hasErrno } from './private-folder.js';

const UNFINISHED = '.new';

/**
 * Creates the database under another name, whole, and gives it its own name only then: no process ever
 * meets a file without schema, and two that create at once end with one file.
 */
export function createDatabase(path: string, kind: DatabaseKind, adapter: SqliteAdapter): void {
  if (statSync(path, { throwIfNoEntry: false })) return;
  refuseOrphanedLog(path);
  removeUnfinished(path);
  const unfinished = `${path}.${process.pid}-${randomBytes(4).toString('hex')}${UNFINISHED}`;
  try {
    closeSync(openSync(unfinished, 'wx', 0o600));
    build(unfinished, kind, adapter);
    crashPoint('file-built');
    nameIt(unfinished, path);
  } catch (error) {
    if (hasErrno(error, 'ENOSPC', 'EDQUOT')) throw diskFull(path, error);
    if (hasErrno(error, 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'ENOENT')) throw unwritable(path, error);
    throw storageError(error, { path });
  } finally {
    removeWithLogs(unfinished);
  }
}

/**
 * Statements are run, none is prepared, so that libsql closes the connection for certain. One that stayed
 * would share its locks with the next connection of this process, under a name that other processes do not know.
 */
function build(path: string, kind: DatabaseKind, adapter: SqliteAdapter): void {
  const database = adapter.connect(path);
  try {
    // Nobody else knows the file yet: it is made durable once, at the end.
    database.exec(`PRAGMA page_size = ${PAGE_BYTES}; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF`);
    database.exec(`PRAGMA application_id = ${kind.applicationId}`);
    applyMigrations(database, kind, 0);
    // Last: this writes two bytes of the header in the file itself, so its log is still empty.
    database.exec('PRAGMA journal_mode = WAL');
  } finally {
    database.close();
  }
  const file = openSync(path, 'r+');
  fsyncSync(file);
  closeSync(file);
}

/** A hard link, because unlike a rename it never replaces a file that another process made meanwhile. */
function nameIt(unfinished: string, path: string): void {
  try {
    linkSync(unfinished, path);
  } catch (error) {
    if (hasErrno(error, 'EEXIST')) return;
    if (!hasErrno(error, 'EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK')) throw error;
    throw new AgentCoordError(
      'unsupported',
      `The file system of ${path} has no hard links, which creating a store needs. Choose a folder on another disk with AGENTCOORD_HOME.`,
      { cause: error, data: { path } },
    );
  }
  const folder = openSync(dirname(path), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

/** SQLite would replay the log of a deleted database into the new one. */
function refuseOrphanedLog(path: string): void {
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
  if (!log || log.size === 0 || statSync(path, { throwIfNoEntry: false })) return;
  throw new AgentCoordError(
    'storage_corrupt',
    `${path} is missing but its log ${path}-wal is there. Put the file back; or, when no agent runs any more, delete the log as well to start afresh.`,
    { data: { path } },
  );
}

/** What processes that died while creating left behind. Their names carry their pid. */
function removeUnfinished(path: string): void {
  const folder = dirname(path);
  const pattern = /\.(\d+)-[0-9a-f]{8}\.new$/;
  for (const name of readdirSync(folder)) {
    const pid = pattern.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) removeWithLogs(join(folder, name));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !hasErrno(error, 'ESRCH');
  }
}

function removeWithLogs(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true });
}
