import type { ApplyReply, ReplicaBatch } from '@agentcoord/core';
import { EVENTS_KEPT, EVENTS_LOG } from '@agentcoord/core';
import type { SqliteValue } from '../sqlite/database.js';
import type { Transaction } from '../store/transaction.js';
import { applyEntity, COPIED_TABLES } from './entities/all-kinds.js';
import type { Application } from './entities/entity-kind.js';
import { countUnmet } from './entities/task-links.js';
import { appliesOf, type GateRow, positionOf, readGate } from './gate-row.js';
import { isBeyond, isSame, NOWHERE } from './positions.js';
import { noteEpoch } from './set-gate.js';

export function apply(tx: Transaction, batch: ReplicaBatch): ApplyReply {
  const row = readGate(tx);
  const position = positionOf(tx, row);
  const unfit = unfitness(row, position, batch);
  if (unfit) return { status: unfit, position };
  if (batch.page === '') empty(tx);
  const application: Application = {
    tx,
    sequence: batch.to.sequence,
    recount: new Set(),
    sessions: new Set(),
    hasUnlinked:
      tx.get<{ first: string | null }>('SELECT min(dependency) AS first FROM unlinked')?.first != null,
  };
  for (const entity of batch.entities) applyEntity(application, entity);
  countUnmet(application);
  appendEvents(tx, batch);
  followClock(tx, row, batch);
  moveOn(tx, row, batch);
  return { status: 'applied', position: positionOf(tx, readGate(tx)) };
}

/** At most once, nothing left out, and only from the owner. */
function unfitness(
  row: GateRow,
  position: ApplyReply['position'],
  { origin, from, to, page }: ReplicaBatch,
): 'refused' | 'stale' | 'gap' | undefined {
  const applies = appliesOf(row);
  if (applies?.source !== origin.source || applies.epoch !== origin.epoch) return 'refused';
  // An empty owner has an empty snapshot: it brings an empty copy nowhere, and any other one back to the beginning.
  if (!isBeyond(to, position) && !(page === '' && isSame(position, NOWHERE))) return 'stale';
  if (from === null) return page === '' || page === row.next_page ? undefined : 'gap';
  if (row.next_page !== null || isBeyond(from, position) || from.sequence > position.sequence) return 'gap';
  // Its own past, from before it followed anybody: nothing continues that.
  return position.epoch === 0 && position.sequence > 0 ? 'gap' : undefined;
}

function empty(tx: Transaction): void {
  for (const table of COPIED_TABLES) tx.run(`DELETE FROM ${table}`);
  tx.run(`INSERT INTO record_texts(record_texts) VALUES ('delete-all')`);
  tx.run(`DELETE FROM counters WHERE name >= 'tasks/' AND name < 'tasks0'`);
}

/** One by one, each took 8 µs. */
const EVENTS_AT_ONCE = 25;

function appendEvents(tx: Transaction, { events }: ReplicaBatch): void {
  for (let at = 0; at < events.length; at += EVENTS_AT_ONCE) {
    const rows = events.slice(at, at + EVENTS_AT_ONCE);
    tx.run(
      `INSERT OR IGNORE INTO events(sequence, at, body, slot) VALUES ${rows.map(() => '(?, ?, ?, ?)').join(', ')}`,
      ...rows.flatMap(valuesOf),
    );
  }
  if (events.length === 0) return;
  tx.run('DELETE FROM events WHERE sequence <= (SELECT max(sequence) FROM events) - ?', EVENTS_KEPT);
  tx.signal(`log/${EVENTS_LOG}`);
}

function valuesOf({ sequence, at, body, slot }: ReplicaBatch['events'][number]): SqliteValue[] {
  return [sequence, at, JSON.stringify(body), slot ? `${slot.slot} ${slot.session}` : null];
}

/** Late by the way's delay, and less so with each batch that was faster; never early. */
function followClock(tx: Transaction, row: GateRow, { origin, now }: ReplicaBatch): void {
  if (row.clock_epoch !== origin.epoch) {
    tx.run('UPDATE gate SET clock_epoch = ?', origin.epoch);
    tx.moveClock(now);
  } else if (now > tx.now) {
    tx.moveClock(now);
  }
}

function moveOn(
  tx: Transaction,
  row: GateRow,
  { from, to, cursor, fence, longestLeaseMs }: ReplicaBatch,
): void {
  tx.raiseFence(fence);
  const isWhole = from !== null || cursor === undefined;
  tx.run(
    'UPDATE gate SET has_followed = 1, next_page = ?, epoch = ?, longest_lease_ms = max(longest_lease_ms, ?)',
    ...[cursor ?? null, isWhole ? to.epoch : row.epoch, longestLeaseMs],
  );
  if (!isWhole) return;
  if (from === null) noteEpoch(tx, to.epoch, to.sequence + 1);
  else if (to.epoch > row.epoch) noteEpoch(tx, to.epoch, from.sequence + 1);
}
