import { crashPoint } from '@agentcoord/core';
import { isBusy } from '../sqlite/result-code.js';
import { storageError } from '../sqlite/storage-error.js';
import type { StoreParts } from './store.js';
import { Transaction } from './transaction.js';
import type { Statements } from './view.js';

/** Runs one write transaction from BEGIN to COMMIT within one tick, then wakes who waits for what it changed. */
export class Committer {
  readonly #statements: Statements;
  readonly #parts: StoreParts;

  constructor(statements: Statements, parts: StoreParts) {
    this.#statements = statements;
    this.#parts = parts;
  }

  /** Throws SQLite's own BUSY when somebody else is writing; everything else as an error of ours. */
  run<T>(work: (transaction: Transaction) => T): T {
    const { database, clock, ringing, checkStore } = this.#parts;
    this.#attempt(() => withoutStack(() => database.exec('BEGIN IMMEDIATE')));
    crashPoint('file-begun');
    const { result, rings, channels } = this.#attempt(() => {
      const transaction = new Transaction(this.#statements, clock);
      checkStore(transaction);
      const result = work(transaction);
      const channels = transaction.finish();
      return { result, channels, rings: ringing.prepare(transaction, channels) };
    });
    crashPoint('file-written');
    this.#attempt(() => database.exec('COMMIT'), true);
    crashPoint('file-committed');
    ringing.ring(rings, channels);
    crashPoint('file-signalled');
    this.#parts.afterCommit();
    return result;
  }

  #attempt<T>(step: () => T, committing = false): T {
    try {
      return step();
    } catch (error) {
      this.#rollBack();
      if (isBusy(error)) throw error;
      throw storageError(error, { path: this.#parts.path, committing });
    }
  }

  /** SQLite itself has rolled back after some errors; a second failure must not hide the first. */
  #rollBack(): void {
    try {
      if (this.#parts.database.inTransaction) this.#parts.database.exec('ROLLBACK');
    } catch {
      // The next BEGIN tells.
    }
  }
}

/** BUSY is an everyday answer here; a stack that nobody reads would be a third of its cost. */
function withoutStack(step: () => void): void {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    step();
  } finally {
    Error.stackTraceLimit = limit;
  }
}
