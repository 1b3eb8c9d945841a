import { EVENTS_KEPT, EVENTS_LOG, type EventBody, type EventType, type JsonObject } from '@agentcoord/core';
import type { StoreClock } from '../clock/store-clock.js';
import type { SqliteValue } from '../sqlite/database.js';
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
  #fence: number | undefined;
  #moreFences = false;

  constructor(statements: Statements, clock: StoreClock) {
    this.#statements = statements;
    this.#clock = clock;
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

  /** Wakes who waits on the channel, once the change is visible. */
  signal(channel: string): void {
    this.#channels.add(channel);
  }

  /** Writes what was collected. Returns the channels to signal after the commit. */
  finish(): Set<string> {
    this.writeCounters();
    // Not `run`: libsql leaves a statement that returns rows unfinished, and then nothing can be committed.
    if (this.#moreFences) this.get(RAISE_FENCE, this.#fence ?? 0);
    this.#appendEvents();
    if (this.#events.length > 0) this.signal(`log/${EVENTS_LOG}`);
    if (Math.random() * TRIM_EVERY < this.#events.length) this.run(TRIM_EVENTS, EVENTS_KEPT);
    return this.#channels;
  }

  #appendEvents(): void {
    for (let from = 0; from < this.#events.length; from += MOST_AT_ONCE) {
      const some = this.#events.slice(from, from + MOST_AT_ONCE);
      const rows = some.map(() => '(?, ?)').join(', ');
      this.run(`${APPEND_EVENTS} ${rows}`, ...some.flatMap((event) => [this.now, event]));
    }
  }
}

/** A call of libsql costs 3 to 5 µs by itself, so what is many goes as one; each length is a statement of its own. */
const MOST_AT_ONCE = 8;

const ADD_TO_COUNTER = 'ON CONFLICT(name) DO UPDATE SET value = value + excluded.value';
const RAISE_FENCE = `
  INSERT INTO counters(name, value) VALUES ('fence', ?)
  ON CONFLICT(name) DO UPDATE SET value = max(value + 1, excluded.value) RETURNING value`;
const APPEND_EVENTS = 'INSERT INTO events(at, body) VALUES';
const TRIM_EVENTS = 'DELETE FROM events WHERE sequence <= (SELECT max(sequence) FROM events) - ?';
