import type { TaskFailure } from '@agentcoord/core';
import type { Transaction } from '../store/transaction.js';
import type { TaskNotes, TaskRow } from './task-row.js';

const FAILURES_KEPT = 10;

/** Changes the notes of a task; a field that is `undefined` goes. */
export function note(tx: Transaction, { sequence }: TaskRow, change: (notes: TaskNotes) => TaskNotes): void {
  const row = tx.get<{ notes: string }>('SELECT notes FROM task_notes WHERE sequence = ?', sequence);
  const notes = change(row ? (JSON.parse(row.notes) as TaskNotes) : {});
  tx.run('INSERT OR REPLACE INTO task_notes(sequence, notes) VALUES (?, ?)', sequence, JSON.stringify(notes));
}

/** Adds the failure of the attempt that is just ending. */
export function noteFailure(tx: Transaction, row: TaskRow, message: string): TaskFailure {
  const failure = { attempt: row.attempts, at: tx.now, message, worker: row.worker ?? '' };
  note(tx, row, (notes) => ({
    ...notes,
    failures: [...(notes.failures ?? []), failure].slice(-FAILURES_KEPT),
  }));
  return failure;
}
