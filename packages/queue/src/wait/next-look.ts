import type { Clock, Storage } from '@agentcoord/core';

/** The slow look that a wait falls back to when a signal is lost. */
export const DEFAULT_POLL_INTERVAL = '5s';

/** A time that is already past means "ask again", but not as fast as the machine can. */
const SOONEST_MS = 10;

export interface NextLook {
  storage: Storage;
  random: () => number;
  pollMs: number;
  /** From an empty claim, by the storage's clock: when a delay or a lease ends. Nobody signals that. */
  nextDueAt?: number;
}

/**
 * How long to listen before looking again: until `nextDueAt`, at most one poll interval. Polls are
 * drawn from the upper half of the interval, so that waiting workers do not look in step.
 */
export async function nextLookMs({ storage, random, pollMs, nextDueAt }: NextLook): Promise<number> {
  const poll = Math.max(SOONEST_MS, Math.ceil(pollMs * (0.5 + random() / 2)));
  if (nextDueAt === undefined) return poll;
  const dueMs = nextDueAt - (await storage.now());
  return Math.min(poll, Math.max(SOONEST_MS, dueMs + 1));
}

/** What is left of a wait; without an end it never runs out. */
export function waitUntil(clock: Clock, waitMs: number | undefined): () => number {
  if (waitMs === undefined) return () => Number.POSITIVE_INFINITY;
  const end = clock.elapsed() + waitMs;
  return () => Math.max(0, Math.ceil(end - clock.elapsed()));
}
