import { statSync } from 'node:fs';
import { crashPoint } from '@agentcoord/core';
import type { Connection } from '../opening/connect.js';
import { PAGE_BYTES } from '../opening/database-kind.js';
import type { SqliteStatement } from '../sqlite/database.js';

const FRAME_HEADER_BYTES = 24;
const PAGES = 1_000;
/** How much more there must be before another try, when the log did not start afresh after one. */
const MORE_PAGES = 250;
/** Looking costs 3 µs; at most so many small changes of each process go by unseen. */
const LOOK_EVERY = 4;

export interface Checkpoints {
  /** After each commit. Moves the log into the database when it has grown to 1,000 pages. */
  afterCommit(): void;
  close(): void;
}

/**
 * Checkpoints only while holding the write lock: in SQLite 3.7.0 to 3.51.2 a checkpoint that runs while
 * another connection's commit resets the log can corrupt the file. One connection begins a write
 * transaction, a second one makes the checkpoint, the first rolls back.
 *
 * SQLite's own checkpoint when the last connection closes is safe in all versions: it holds the whole
 * database exclusively, so nobody commits meanwhile.
 */
export function createCheckpoints(connection: Connection): Checkpoints {
  let second: { connection: Connection; checkpoint: SqliteStatement<object> } | undefined;
  // The first commit looks as well: commands that make one change each must not let the log grow for ever.
  let untilLook = 1;
  let threshold = PAGES;

  function checkpoint(): void {
    second ??= openSecond(connection);
    const { database } = connection;
    database.exec('BEGIN IMMEDIATE');
    try {
      second.checkpoint.get();
      crashPoint('file-checkpointed');
    } finally {
      database.exec('ROLLBACK');
    }
  }

  return {
    afterCommit() {
      untilLook -= 1;
      if (untilLook > 0) return;
      untilLook = LOOK_EVERY;
      try {
        const pages = pagesInLog(connection.path);
        if (pages < PAGES) threshold = PAGES;
        if (pages < threshold) return;
        checkpoint();
        // The file keeps its size until a commit starts the log afresh, which it cannot while anybody reads:
        // nothing to gain before there is more in it.
        threshold = pages + MORE_PAGES;
      } catch {
        // Somebody else writes, or the disk is full. The change of the caller is safe in the log.
      }
    },
    close() {
      second?.connection.close();
      second = undefined;
    },
  };
}

function openSecond(first: Connection): { connection: Connection; checkpoint: SqliteStatement<object> } {
  const connection = first.another();
  return { connection, checkpoint: connection.database.prepare<object>('PRAGMA wal_checkpoint(PASSIVE)') };
}

/** By the size of the file, which `journal_size_limit = 0` keeps true: each start of the log cuts off what is behind. */
export function pagesInLog(path: string): number {
  const bytes = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  return Math.floor(bytes / (PAGE_BYTES + FRAME_HEADER_BYTES));
}
