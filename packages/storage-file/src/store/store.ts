import { AgentCoordError, type CallOptions, throwIfAborted } from '@agentcoord/core';
import type { StoreClock } from '../clock/store-clock.js';
import { untilFree } from '../locking/until-free.js';
import { closedError, type WriteTurn } from '../locking/write-turn.js';
import type { SqliteDatabase } from '../sqlite/database.js';
import { type Admission, Committer } from './committer.js';
import { KnownGate } from './known-gate.js';
import type { Ringing } from './ringing.js';
import type { SameStoreCheck } from './same-store.js';
import type { Transaction } from './transaction.js';
import { Statements, type View, viewOf } from './view.js';

/** What every facet is built on: verbs that change run in `write`, those that look in `read`. */
export interface Store {
  /**
   * One transaction that holds the write lock from its first statement. `work` must not await, and may run again.
   * @throws `not_owner` where the gate does not admit the caller
   */
  write<T>(work: (transaction: Transaction) => T, options?: CallOptions): Promise<T>;
  /** The same for what a look finds to be written down; undefined where the gate does not let it. */
  heal<T>(work: (transaction: Transaction) => T, options?: CallOptions): Promise<T | undefined>;
  /** The same for what is about the store itself and under nobody's ownership: signals, members, the gate, copies. */
  tend<T>(work: (transaction: Transaction) => T, options?: CallOptions): Promise<T>;
  /** One consistent look, without any lock that a writer could wait for. `work` must not await. */
  read<T>(work: (view: View) => T, options?: CallOptions): Promise<T>;
  /** The store's clock, also where another process has just set it. */
  now(options?: CallOptions): Promise<number>;
  /** Refuses what comes after `close`, or from a caller who has aborted. */
  assertOpen(options?: CallOptions): void;
  readonly clock: StoreClock;
  readonly ringing: Ringing;
  close(): void;
}

export interface StoreParts {
  database: SqliteDatabase;
  /** Shown in errors: the file, or `:memory:`. */
  path: string;
  clock: StoreClock;
  turn: WriteTurn;
  ringing: Ringing;
  checkStore: SameStoreCheck;
  afterCommit(): void;
  onClose(): void;
}

export function createStore(parts: StoreParts): Store {
  const { database, path, clock, turn, ringing } = parts;
  const statements = new Statements(database);
  const gate = new KnownGate(statements, clock);
  const committer = new Committer(statements, gate, parts);
  let isOpen = true;

  function assertOpen(options: CallOptions = {}): void {
    if (!isOpen) throw closedError(path);
    throwIfAborted(options.signal, 'using the store');
  }

  function look<T>(work: (view: View) => T): T {
    database.exec('BEGIN');
    try {
      gate.readSometimes();
      const view = viewOf(statements, clock.nowMs());
      parts.checkStore(view);
      return work(view);
    } finally {
      if (database.inTransaction) database.exec('ROLLBACK');
    }
  }

  async function change<T>(
    work: (transaction: Transaction) => T,
    admission: Admission,
    options?: CallOptions,
  ): Promise<T> {
    assertOpen(options);
    return turn.take(() => committer.run(work, admission), options);
  }

  async function read<T>(work: (view: View) => T, options?: CallOptions): Promise<T> {
    assertOpen(options);
    return untilFree(
      path,
      () => {
        assertOpen(options);
        return look(work);
      },
      options,
    );
  }

  return {
    clock,
    ringing,
    assertOpen,
    write: (work, options) => change(work, { epoch: options?.epoch }, options),
    tend: (work, options) => change(work, 'everybody', options),
    async heal(work, options) {
      // A hint that saves a follower the lock; the transaction itself decides.
      if (gate.refusal(options?.epoch, clock.nowMs())) return undefined;
      try {
        return await change(work, { epoch: options?.epoch }, options);
      } catch (error) {
        if (AgentCoordError.is(error, 'not_owner')) return undefined;
        throw error;
      }
    },
    read,
    async now(options) {
      assertOpen(options);
      return gate.isOld ? read((view) => view.now, options) : clock.nowMs();
    },
    close() {
      if (!isOpen) return;
      isOpen = false;
      turn.close();
      parts.onClose();
    },
  };
}
