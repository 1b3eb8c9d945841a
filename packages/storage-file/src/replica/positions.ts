import type { Position } from '@agentcoord/core';
import type { View } from '../store/view.js';

export const NOWHERE: Position = { epoch: 0, sequence: 0 };

/** The epoch goes first: after a rollback numbers are given out again. */
export function isBeyond(one: Position, other: Position): boolean {
  return one.epoch === other.epoch ? one.sequence > other.sequence : one.epoch > other.epoch;
}

export function isSame(one: Position, other: Position): boolean {
  return one.epoch === other.epoch && one.sequence === other.sequence;
}

/**
 * Where a batch that continues a copy may end at most: it stays within one epoch, so that a follower learns where each began.
 * Undefined: the copy is of another past. Epoch 0 is every store's own, so only its beginning is known to all.
 */
export function reachFrom(view: View, after: Position, head: Position): Position | undefined {
  const own = firstOf(view, after.epoch);
  const next = nextEpoch(view, after.epoch);
  const last = next ? next.first_sequence - 1 : head.sequence;
  const isStart = isSame(after, NOWHERE);
  if (!isStart) {
    if (own === undefined || after.epoch === 0) return undefined;
    if (after.sequence < own - 1 || after.sequence > last) return undefined;
  }
  const isAtEnd = isStart || after.sequence === last;
  if (!isAtEnd || !next) return { epoch: after.epoch, sequence: last };
  const end = nextEpoch(view, next.epoch);
  return { epoch: next.epoch, sequence: end ? end.first_sequence - 1 : head.sequence };
}

function firstOf(view: View, epoch: number): number | undefined {
  return view.get<{ first_sequence: number }>('SELECT first_sequence FROM epochs WHERE epoch = ?', epoch)
    ?.first_sequence;
}

function nextEpoch(view: View, epoch: number): { epoch: number; first_sequence: number } | undefined {
  return view.get('SELECT epoch, first_sequence FROM epochs WHERE epoch > ? ORDER BY epoch LIMIT 1', epoch);
}
