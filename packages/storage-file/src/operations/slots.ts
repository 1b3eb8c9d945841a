import { AgentCoordError, type JsonValue, type Operation, SESSION_IDLE_MS } from '@agentcoord/core';
import type { Transaction } from '../store/transaction.js';
import type { View } from '../store/view.js';

/** A session is marked as used once a minute, not with every call: it costs one more page of log. */
const TOUCH_EVERY_MS = 60_000;
const FORGET_AFTER_MS = SESSION_IDLE_MS + TOUCH_EVERY_MS;
const FORGET_AT_ONCE = 20;

export interface SlotRow {
  sequence: number;
  /** NULL together with the reply: burned before it ran. */
  arguments: string | null;
  verb: string | null;
  reply: string | null;
}

/**
 * The reply of an operation that ran before, or undefined: then it runs now.
 * @throws `superseded`, `session_expired`, `invalid_argument` (same sequence, other arguments).
 */
export function replayed(
  tx: Transaction,
  operation: Operation,
  hash: string,
): { reply: JsonValue } | undefined {
  if (operation.open) openSession(tx, operation.session);
  else useSession(tx, operation.session);
  const slot = readSlot(tx, operation);
  if (!slot || slot.sequence < operation.sequence) return undefined;
  if (slot.sequence > operation.sequence || slot.arguments === null)
    throw superseded(operation, slot.sequence);
  if (slot.arguments !== hash) throw otherArguments(operation);
  return { reply: JSON.parse(slot.reply ?? 'null') as JsonValue };
}

export function rememberReply(
  tx: Transaction,
  { session, slot, sequence }: Operation,
  { hash, verb, reply }: { hash: string; verb: string; reply: JsonValue },
): void {
  tx.run(STORE_SLOT, session, slot, sequence, hash, verb, JSON.stringify(reply));
}

/** Makes a sequence impossible that has not run. */
export function burnSlot(tx: Transaction, { session, slot, sequence }: Operation): void {
  tx.run(STORE_SLOT, session, slot, sequence, null, null, null);
}

export function readSlot(
  view: View,
  { session, slot }: Pick<Operation, 'session' | 'slot'>,
): SlotRow | undefined {
  return view.get<SlotRow>(
    'SELECT sequence, arguments, verb, reply FROM slots WHERE session = ? AND slot = ?',
    session,
    slot,
  );
}

/** Creates the session where there is none, and forgets some that were idle for too long. */
export function openSession(tx: Transaction, session: string): void {
  if (touch(tx, session)) return;
  const idle = tx.all<{ session: string }>(IDLE_SESSIONS, tx.now - FORGET_AFTER_MS, FORGET_AT_ONCE);
  for (const old of [session, ...idle.map((row) => row.session)]) {
    tx.run('DELETE FROM slots WHERE session = ?', old);
    tx.run('DELETE FROM sessions WHERE session = ?', old);
  }
  tx.run('INSERT INTO sessions(session, last_used_at) VALUES (?, ?)', session, tx.now);
}

/** @throws `session_expired` */
export function useSession(tx: Transaction, session: string): void {
  if (touch(tx, session)) return;
  throw new AgentCoordError(
    'session_expired',
    `The store does not know session ${session}: it was idle for more than ${SESSION_IDLE_MS / 60_000} minutes, or never opened. ` +
      'What became of its last calls cannot be told any more; open a new session.',
    { data: { session } },
  );
}

function touch(tx: Transaction, session: string): boolean {
  const known = tx.get<{ last_used_at: number }>(
    'SELECT last_used_at FROM sessions WHERE session = ?',
    session,
  );
  if (!known || known.last_used_at < tx.now - FORGET_AFTER_MS) return false;
  if (known.last_used_at < tx.now - TOUCH_EVERY_MS) {
    tx.run('UPDATE sessions SET last_used_at = ? WHERE session = ?', tx.now, session);
  }
  return true;
}

function superseded({ session, slot, sequence }: Operation, used: number): AgentCoordError {
  return new AgentCoordError(
    'superseded',
    `Operation ${sequence} of slot ${slot} never runs: the slot was burned or used by operation ${used}.`,
    { data: { session, slot, sequence, used } },
  );
}

function otherArguments({ session, slot, sequence }: Operation): AgentCoordError {
  return new AgentCoordError(
    'invalid_argument',
    `operation.sequence must be new for a new call: ${sequence} of slot ${slot} was used with other arguments.`,
    { data: { field: 'operation.sequence', expected: 'a sequence above the last', session, slot, sequence } },
  );
}

const STORE_SLOT = `
  INSERT OR REPLACE INTO slots(session, slot, sequence, arguments, verb, reply) VALUES (?, ?, ?, ?, ?, ?)`;
const IDLE_SESSIONS = 'SELECT session FROM sessions WHERE last_used_at < ? ORDER BY last_used_at LIMIT ?';
