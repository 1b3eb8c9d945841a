import {
  EVENTS_KEPT,
  EVENTS_LOG,
  type EventBody,
  type EventType,
  type JsonObject,
  type Operation,
} from '@agentcoord/core';
import type { StoreClock } from '../clock/store-clock.js';
import type { SqliteValue } from '../sqlite/database.js';
import type { KnownGate } from './known-gate.js';
import type { Statements, View } from './view.js';

/** Old events go a few at a time, on average every so many new ones: no call pays for all of them. */
const TRIM_EVERY = 64;

/** What a mutating verb works with. All it does becomes visible in one step, or not at all. */
export class Transaction implements View {
  readonly now: number;
  readonly #statements: Statements;
  readonly #clock: StoreClock;
  readonly #events: string[] = [];
  readonly #channels = new Set<string>();
  readonly #counters = new Map<string, number>();
  readonly #gate: KnownGate | undefined;
  #fence: number | undefined;
  #moreFences = false;
  #longestLeaseMs = 0;
  #slot: string | null = null;
  #changesGate = false;

  /** @param gate what is remembered of it, so that `finish` can tell whether it still holds; left out: it does */
  constructor(statements: Statements, clock: StoreClock, gate?: KnownGate) {
    this.#statements = statements;
    this.#clock = clock;
    this.#gate = gate;
    this.now = clock.nowMs();
  }

  get<Row extends object>(sql: string, ...values: SqliteValue[]): Row | undefined {
    return this.#statements.prepared<Row>(sql).get(...values);
  }

  all<Row extends object>(sql: string, ...values: SqliteValue[]): Row[] {
    return this.#statements.prepared<Row>(sql).all(...values);
  }

  /** How many rows it changed. */
  run(sql: string, ...values: SqliteValue[]): number {
    return this.#statements.prepared(sql).run(...values);
  }

  /**
   * Above every fence given before, above the highest the caller has seen, and not below the time in
   * microseconds: so it grows even over a store that was restored from an old copy.
   */
  nextFence(minFence = 0): number {
    const least = Math.max(minFence + 1, this.#clock.nowMicros());
    if (this.#fence === undefined) {
      // Most verbs need one: read and write in one statement.
      this.#fence = this.get<{ value: number }>(RAISE_FENCE, least)?.value ?? least;
    } else {
      this.#fence = Math.max(this.#fence + 1, least);
      this.#moreFences = true;
    }
    return this.#fence;
  }

  /** No fence is given below this one. */
  raiseFence(fence: number): void {
    this.run(
      `INSERT INTO counters(name, value) VALUES ('fence', ?)
      ON CONFLICT(name) DO UPDATE SET value = max(value, excluded.value)`,
      fence,
    );
  }

  /** From the commit on the store's clock shows this time. */
  moveClock(nowMs: number): void {
    this.run(
      'INSERT OR REPLACE INTO clock(only, boot_id, offset_ms) VALUES (1, ?, ?)',
      ...[this.#clock.bootId, this.#clock.offsetAt(nowMs)],
    );
    this.changeGate();
  }

  /** Counters are written once, at the end. They lie on one page, so many cost little more than one. */
  count(counter: string, by: number): void {
    this.#counters.set(counter, (this.#counters.get(counter) ?? 0) + by);
  }

  /** For a verb that reads counters it may have changed itself. */
  writeCounters(): void {
    const changed = [...this.#counters].filter(([, by]) => by !== 0);
    this.#counters.clear();
    if (changed.length === 0) return;
    const rows = changed.map(() => '(?, ?)').join(', ');
    this.run(`INSERT INTO counters(name, value) VALUES ${rows} ${ADD_TO_COUNTER}`, ...changed.flat());
  }

  emit(type: EventType, entity: string, version: number, fields: JsonObject): void {
    const event: EventBody = { type, entity, version, fields };
    this.#events.push(JSON.stringify(event));
  }

  /** The slot of the call: its events name it, so that a follower is told its reply. */
  inSlot({ session, slot }: Operation): void {
    this.#slot = `${slot} ${session}`;
  }

  /** Whether no lease may be granted now, and until when. */
  get grantsFrom(): number {
    return this.#gate?.grantsFrom ?? 0;
  }

  /** A lease or claim of this length was granted: how long a store that forgets must hold back. */
  leased(ms: number): void {
    this.#longestLeaseMs = Math.max(this.#longestLeaseMs, ms);
  }

  /** Every process reads gate and clock anew before its next change. */
  changeGate(): void {
    this.run(`UPDATE counters SET value = value + 1 WHERE name = 'gate'`);
    this.#changesGate = true;
  }

  /** This process, too, has to. */
  get changesGate(): boolean {
    return this.#changesGate || this.#longestLeaseMs > (this.#gate?.longestLeaseMs ?? 0);
  }

  /** Wakes who waits on the channel, once the change is visible. */
  signal(channel: string): void {
    this.#channels.add(channel);
  }

  /**
   * Writes what was collected. Returns the channels to signal after the commit.
   * @throws `GateChanged` where the gate is not the one that the transaction began with
   */
  finish(): Set<string> {
    this.writeCounters();
    // Not `run`: libsql leaves a statement that returns rows unfinished, and then nothing can be committed.
    if (this.#moreFences) this.get(RAISE_FENCE, this.#fence ?? 0);
    if (this.#longestLeaseMs > (this.#gate?.longestLeaseMs ?? 0))
      this.run(RAISE_LONGEST, this.#longestLeaseMs);
    if (this.#gate && this.#events.length === 0 && !this.#gate.isCurrent()) throw new GateChanged();
    this.writeEvents();
    return this.#channels;
  }

  /** For one that reads where the store stands after them. */
  writeEvents(): void {
    const { length } = this.#events;
    if (length === 0) return;
    this.#appendEvents();
    this.#events.length = 0;
    this.signal(`log/${EVENTS_LOG}`);
    if (Math.random() * TRIM_EVERY < length) this.run(TRIM_EVENTS, EVENTS_KEPT);
  }

  #appendEvents(): void {
    for (let from = 0; from < this.#events.length; from += MOST_AT_ONCE) {
      const some = this.#events.slice(from, from + MOST_AT_ONCE);
      const values = some.flatMap((event) => [this.now, event, this.#slot]);
      if (from > 0 || !this.#gate) this.run(`${APPEND_EVENTS} ${rowsOf(some)}`, ...values);
      else if (this.run(appendIfCurrent(some), ...values, this.#gate.stamp) === 0) throw new GateChanged();
    }
  }
}

/** Nothing is committed: the same is to be done again, from the gate as it is now. */
export class GateChanged extends Error {}

/** A call of libsql costs 3 to 5 µs by itself, so what is many goes as one; each length is a statement of its own. */
const MOST_AT_ONCE = 8;

const ADD_TO_COUNTER = 'ON CONFLICT(name) DO UPDATE SET value = value + excluded.value';
const RAISE_FENCE = `
  INSERT INTO counters(name, value) VALUES ('fence', ?)
  ON CONFLICT(name) DO UPDATE SET value = max(value + 1, excluded.value) RETURNING value`;
const APPEND_EVENTS = 'INSERT INTO events(at, body, slot) VALUES';
/** One row, the everyday case, needs no list of its own. */
function appendIfCurrent(events: readonly string[]): string {
  const current = `name = 'gate' AND value = ?`;
  if (events.length === 1)
    return `INSERT INTO events(at, body, slot) SELECT ?, ?, ? FROM counters WHERE ${current}`;
  return `INSERT INTO events(at, body, slot) SELECT * FROM (VALUES ${rowsOf(events)})
    WHERE EXISTS (SELECT 1 FROM counters WHERE ${current})`;
}

function rowsOf(events: readonly string[]): string {
  return events.map(() => '(?, ?, ?)').join(', ');
}

const RAISE_LONGEST = 'UPDATE gate SET longest_lease_ms = max(longest_lease_ms, ?)';
const TRIM_EVENTS = 'DELETE FROM events WHERE sequence <= (SELECT max(sequence) FROM events) - ?';
