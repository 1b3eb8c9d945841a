import type { SqliteDatabase } from '../sqlite/database.js';
import { monotonicMs, readBootId } from './boot.js';

export interface StoreClock {
  /** Epoch milliseconds, whole. */
  nowMs(): number;
  /** Epoch microseconds, whole: the floor of the fences. */
  nowMicros(): number;
  /** Of this run of the machine: an offset is worth nothing under another one. */
  readonly bootId: string;
  /** The offset with which it would be `nowMs` now. */
  offsetAt(nowMs: number): number;
  /** Another process, or the owner that this store follows, has set the clock. */
  moveTo(offsetMs: number): void;
}

export interface Boot {
  id: string;
  monotonicMs(): number;
  /** Epoch ms of the machine: believed once per boot, when the store is first opened. */
  wallMs(): number;
}

export const thisBoot: Boot = { id: readBootId(), monotonicMs, wallMs: () => Date.now() };

/**
 * Store time is an offset kept in the store plus the monotonic clock of the machine. So a process whose
 * wall clock is an hour ahead expires nobody's lease, and setting the clock of the machine moves nothing.
 *
 * Surprise: like the clock beneath it, store time stands still while the machine sleeps. Leases then last
 * longer, never shorter.
 */
export function clockOf(offsetMs: number, boot: Boot = thisBoot): StoreClock {
  let offset = offsetMs;
  return {
    nowMs: () => Math.floor(boot.monotonicMs() + offset),
    nowMicros: () => Math.floor((boot.monotonicMs() + offset) * 1_000),
    bootId: boot.id,
    offsetAt: (nowMs) => nowMs - boot.monotonicMs(),
    moveTo(offsetMs) {
      offset = offsetMs;
    },
  };
}

/** What the store knows of its clock. */
export interface ClockState {
  bootId: string;
  offsetMs: number;
  /** Time of the newest change in the store. */
  newestMs: number;
}

/**
 * The clock goes on where it stood, or is set once after a reboot: to the wall clock, but never before the
 * newest change. `lateByMs` is how far it jumped; every deadline moves by as much, so that what had a
 * minute left still has one: late, never early.
 */
export function continueClock(state: ClockState, boot: Boot): { offsetMs: number; lateByMs?: number } {
  const isSameBoot = state.bootId === boot.id && boot.monotonicMs() + state.offsetMs >= state.newestMs;
  if (isSameBoot) return { offsetMs: state.offsetMs };
  const startsAt = Math.max(boot.wallMs(), state.newestMs);
  return { offsetMs: startsAt - boot.monotonicMs(), lateByMs: startsAt - state.newestMs };
}

export function readClockState(database: SqliteDatabase): ClockState | undefined {
  const row = database
    .prepare<{ boot_id: string; offset_ms: number }>('SELECT boot_id, offset_ms FROM clock')
    .get();
  if (!row) return undefined;
  const newest = database
    .prepare<{ at: number }>('SELECT at FROM events ORDER BY sequence DESC LIMIT 1')
    .get();
  return { bootId: row.boot_id, offsetMs: row.offset_ms, newestMs: newest?.at ?? 0 };
}

export function writeClockState(database: SqliteDatabase, bootId: string, offsetMs: number): void {
  database
    .prepare('INSERT OR REPLACE INTO clock(only, boot_id, offset_ms) VALUES (1, ?, ?)')
    .run(bootId, offsetMs);
}
