import type { Transaction } from './transaction.js';

/** How waiters learn of a change: those of this process directly, those of others by their bells. */
export interface Ringing {
  /** Inside the transaction: whose bells to ring after it. */
  prepare(transaction: Transaction, channels: ReadonlySet<string>): readonly string[];
  /** After the commit. Never throws: a signal is a hint. */
  ring(bells: readonly string[], channels: ReadonlySet<string>): void;
}
