/**
 * Where a copy stands: the epoch of the owner that made its last event, and the number of that event. The epoch goes
 * first: after a rollback numbers are given out again.
 */
export interface Position {
  epoch: number;
  sequence: number;
}
