import type { LocalRecord } from '../record/local-record.js';
import type { Ownership } from '../record/ownership.js';

/** A change of the record in Redis, by compare-and-set against the record it was decided on; or why not. */
export type RedisMove =
  | { allowed: true; ownership: Ownership; grantsHeldBackMs: number }
  | { allowed: false; reason: string };

/** A change of the record in a store; or why not. */
export type LocalMove = { allowed: true; record: LocalRecord } | { allowed: false; reason: string };

export function refuse(reason: string): { allowed: false; reason: string } {
  return { allowed: false, reason };
}
