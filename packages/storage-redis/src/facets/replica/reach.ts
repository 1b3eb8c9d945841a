import type { Position } from '@agentcoord/core';

/** Epochs of a copy, oldest first: each with the number of its first event. */
export type Epochs = ReadonlyArray<readonly [epoch: number, first: number]>;

export function isSame(one: Position, other: Position): boolean {
  return one.epoch === other.epoch && one.sequence === other.sequence;
}

/** The epoch goes first: after a rollback numbers are given out again. */
export function isBeyond(one: Position, other: Position): boolean {
  return one.epoch === other.epoch ? one.sequence > other.sequence : one.epoch > other.epoch;
}

/**
 * Where a batch that continues a copy may end at most: it stays within one epoch, so that a follower learns where each
 * began. Undefined: the copy is of another past. Epoch 0 is every store's own, so only its beginning is known to all.
 */
export function reachFrom(epochs: Epochs, after: Position, head: Position): Position | undefined {
  const isStart = after.epoch === 0 && after.sequence === 0;
  const next = nextEpoch(epochs, after.epoch);
  const last = next ? next[1] - 1 : head.sequence;
  if (!isStart) {
    const own = epochs.find(([epoch]) => epoch === after.epoch);
    if (own === undefined || after.epoch === 0) return undefined;
    if (after.sequence < own[1] - 1 || after.sequence > last) return undefined;
  }
  const isAtEnd = isStart || after.sequence === last;
  if (!isAtEnd || next === undefined) return { epoch: after.epoch, sequence: last };
  const end = nextEpoch(epochs, next[0]);
  return { epoch: next[0], sequence: end ? end[1] - 1 : head.sequence };
}

function nextEpoch(epochs: Epochs, after: number): Epochs[number] | undefined {
  return epochs.find(([epoch]) => epoch > after);
}
