import type { CallOptions } from '@agentcoord/core';
import { untilFree } from '../locking/until-free.js';
import type { Connection } from '../opening/connect.js';
import type { SqliteDatabase } from '../sqlite/database.js';
import { Transaction } from '../store/transaction.js';
import { Statements } from '../store/view.js';
import { moveDeadlines } from './move-deadlines.js';
import {
  type Boot,
  clockOf,
  continueClock,
  readClockState,
  type StoreClock,
  thisBoot,
  writeClockState,
} from './store-clock.js';

/** The clock of the store, set for this boot of the machine by whoever opens it first. */
export function openStoreClock(
  connection: Connection,
  options: CallOptions = {},
  boot: Boot = thisBoot,
): Promise<StoreClock> {
  const { database, path } = connection;
  return untilFree(path, () => readClock(database, boot) ?? setClock(database, boot), options);
}

function readClock(database: SqliteDatabase, boot: Boot): StoreClock | undefined {
  const state = readClockState(database);
  if (!state) return undefined;
  const { offsetMs, lateByMs } = continueClock(state, boot);
  return lateByMs === undefined ? clockOf(offsetMs, boot) : undefined;
}

function setClock(database: SqliteDatabase, boot: Boot): StoreClock {
  database.exec('BEGIN IMMEDIATE');
  try {
    // Again, now that nobody else can set it.
    const known = readClock(database, boot);
    const clock = known ?? startClock(database, boot);
    database.exec(known ? 'ROLLBACK' : 'COMMIT');
    return clock;
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/**
 * A copy is its owner's to change: it tells of the moved deadlines, and its clock is taken over again with the next batch.
 * Who has stopped to hand over may be a copy already.
 */
function mayMove(transaction: Transaction): boolean {
  const gate = transaction.get<{ moves: number }>(
    'SELECT version = 0 OR admits IS NOT NULL AS moves FROM gate',
  );
  if (gate?.moves !== 1) transaction.run('UPDATE gate SET clock_epoch = NULL');
  return gate?.moves === 1;
}

function startClock(database: SqliteDatabase, boot: Boot): StoreClock {
  const state = readClockState(database) ?? { bootId: '', offsetMs: 0, newestMs: 0 };
  const { offsetMs, lateByMs = 0 } = continueClock(state, boot);
  const clock = clockOf(offsetMs, boot);
  writeClockState(database, boot.id, offsetMs);
  if (state.bootId !== '') {
    const transaction = new Transaction(new Statements(database), clock);
    if (mayMove(transaction)) moveDeadlines(transaction, lateByMs);
    transaction.finish();
  }
  return clock;
}
