/** Where a copy stands: the epoch of the owner that made its last event, and the sequence of that event. */
export interface Position {
  epoch: number;
  sequence: number;
}

export function samePosition(left: Position, right: Position): boolean {
  return left.epoch === right.epoch && left.sequence === right.sequence;
}

/**
 * Whether a batch brings a copy forward. The epoch goes first: after a rollback sequences are given out
 * again, so a higher sequence of an older epoch is a past that no longer counts.
 */
export function isAhead(batch: Position, copy: Position): boolean {
  return batch.epoch === copy.epoch ? batch.sequence > copy.sequence : batch.epoch > copy.epoch;
}
