/**
 * Where a copy stands: the epoch of its owner, and the number of the last event. The epoch goes first: after a
 * rollback numbers are given out again. A store that is set to a new epoch stands in it at once, without an event:
 * so a copy of the new ownership is always ahead of every copy of the old one.
 *
 * 0 and 0: empty, or a snapshot of which pages are missing.
 */
export interface Position {
  epoch: number;
  sequence: number;
}
