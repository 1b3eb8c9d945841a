import { crashPoint } from '@agentcoord/core';
import { isBusy } from '../sqlite/result-code.js';
import { storageError } from '../sqlite/storage-error.js';
import type { KnownGate } from './known-gate.js';
import type { StoreParts } from './store.js';
import { GateChanged, Transaction } from './transaction.js';
import type { Statements } from './view.js';

/** Who may run a transaction: everybody, or callers that believe in the ownership that the gate admits. */
export type Admission = 'everybody' | { epoch: number | undefined };

/** Runs one write transaction from BEGIN to COMMIT within one tick, then wakes who waits for what it changed. */
export class Committer {
  readonly #statements: Statements;
  readonly #gate: KnownGate;
  readonly #parts: StoreParts;

  constructor(statements: Statements, gate: KnownGate, parts: StoreParts) {
    this.#statements = statements;
    this.#gate = gate;
    this.#parts = parts;
  }

  /**
   * Throws SQLite's own BUSY when somebody else is writing; everything else as an error of ours.
   * `work` may run more than once, each time on a state in which nothing of it has happened.
   */
  run<T>(work: (transaction: Transaction) => T, admission: Admission): T {
    for (;;) {
      try {
        return this.#once(work, admission);
      } catch (error) {
        if (!(error instanceof GateChanged)) throw error;
        this.#gate.forget();
      }
    }
  }

  #once<T>(work: (transaction: Transaction) => T, admission: Admission): T {
    const { database, clock, ringing, checkStore } = this.#parts;
    this.#attempt(() => withoutStack(() => database.exec('BEGIN IMMEDIATE')));
    crashPoint('file-begun');
    const { transaction, result, rings, channels } = this.#attempt(() => {
      const isGated = admission !== 'everybody';
      if (this.#gate.stamp < 0 || !(isGated || this.#gate.isCurrent())) this.#gate.read();
      const transaction = new Transaction(this.#statements, clock, isGated ? this.#gate : undefined);
      checkStore(transaction);
      const result = isGated ? this.#admitted(work, transaction, admission.epoch) : work(transaction);
      const channels = transaction.finish();
      return { transaction, result, channels, rings: ringing.prepare(transaction, channels) };
    });
    crashPoint('file-written');
    this.#attempt(() => database.exec('COMMIT'), true);
    crashPoint('file-committed');
    if (transaction.changesGate) this.#gate.readSoon();
    ringing.ring(rings, channels);
    crashPoint('file-signalled');
    this.#parts.afterCommit();
    return result;
  }

  /** What the verb throws counts only while it was let in by the gate as it is: else the gate has the first word. */
  #admitted<T>(
    work: (transaction: Transaction) => T,
    transaction: Transaction,
    epoch: number | undefined,
  ): T {
    try {
      this.#gate.admit(epoch, transaction.now);
      return work(transaction);
    } catch (error) {
      if (!isBusy(error) && !this.#gate.isCurrent()) throw new GateChanged();
      throw error;
    }
  }

  #attempt<T>(step: () => T, committing = false): T {
    try {
      return step();
    } catch (error) {
      this.#rollBack();
      if (isBusy(error) || error instanceof GateChanged) throw error;
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
