import { checkBoolean, checkInteger } from '../check.js';
import { checkId } from '../id.js';

/**
 * The envelope of one mutating call, after the session slots of NFSv4.1 (RFC 8881 §2.10.6): the
 * store remembers the last reply of each slot, so a call whose reply was lost can be sent again.
 *
 * - Same sequence, same arguments: the stored reply, nothing runs twice.
 * - Same sequence, other arguments: `invalid_argument`, nothing runs.
 * - Lower sequence: `superseded`, it never runs.
 * - Higher sequence: it runs, and its reply replaces the one before.
 */
export interface Operation {
  session: string;
  /** One call at a time uses a slot. */
  slot: number;
  /** Grows with every call of the slot, from 1. */
  sequence: number;
  /** Creates the session when the store does not know it. Only for a first send, never for a retry. */
  open?: boolean;
}

export const MAX_SLOT = 1023;

/** A session that is idle this long is forgotten; a retry then gets `session_expired`. */
export const SESSION_IDLE_MS = 30 * 60_000;

export function checkOperation(operation: Operation): Operation {
  return {
    session: checkId(operation.session, 'operation.session'),
    slot: checkInteger(operation.slot, 'operation.slot', 0, MAX_SLOT),
    sequence: checkInteger(operation.sequence, 'operation.sequence', 1, Number.MAX_SAFE_INTEGER),
    ...(operation.open === undefined ? {} : { open: checkBoolean(operation.open, 'operation.open') }),
  };
}
