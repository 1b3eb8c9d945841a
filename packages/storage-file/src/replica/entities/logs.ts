import { readHead } from '../../logs/head.js';
import type { Transaction } from '../../store/transaction.js';
import type { View } from '../../store/view.js';
import { type EntityKind, type EntityOf, type Found, SMALL_BYTES } from './entity-kind.js';

export const logs: EntityKind<'log'> = {
  page(view, after = [''], limit) {
    const rows = view.all<{ log: string }>(
      'SELECT log FROM logs WHERE log > ? ORDER BY log LIMIT ?',
      ...after,
      limit,
    );
    return rows.map(({ log }) => ({ ...readLog(view, log), place: [log] }));
  },
  /**
   * A log is of a later moment than its entries: it says what is archived, and counts no entry that was not told of, so that a
   * copy that is taken over goes on without a gap.
   */
  apply(application, { id, state }) {
    const { tx } = application;
    const { sequence, count, firstSequence } = state;
    const archived = firstSequence === undefined ? sequence : firstSequence - 1;
    tx.run('DELETE FROM log_entries WHERE log = ? AND sequence <= ?', id, archived);
    reach(application, id, archived, count - sequence);
    tx.signal(`log/${id}`);
  },
};

interface EntryRow {
  rowid: number;
  log: string;
  sequence: number;
  id: string;
  at: number;
  author: string | null;
  body: string;
  queued_at: number | null;
}

export const logEntries: EntityKind<'log-entry'> = {
  page(view, after = [0], limit) {
    const rows = view.all<EntryRow>(
      'SELECT rowid, log, sequence, id, at, author, body, queued_at FROM log_entries WHERE rowid > ? ORDER BY rowid LIMIT ?',
      ...after,
      limit,
    );
    return rows.map((row) => ({ ...foundEntry(row), place: [row.rowid] }));
  },
  apply(application, { log, state }) {
    const { sequence, id, at, author, queuedAt, body } = state;
    application.tx.run(
      'INSERT OR REPLACE INTO log_entries(log, sequence, id, at, author, body, queued_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
      ...[log, sequence, id, at, author ?? null, JSON.stringify(body), queuedAt ?? null],
    );
    reach(application, log, sequence, 0);
    application.tx.signal(`log/${log}`);
  },
};

export function readLog(view: View, log: string): Found<EntityOf<'log'>> {
  return { entity: { kind: 'log', id: log, state: readHead(view, log) }, bytes: SMALL_BYTES };
}

/** Undefined: it is archived, which the log itself tells. */
export function readLogEntry(
  view: View,
  log: string,
  sequence: number,
): Found<EntityOf<'log-entry'>> | undefined {
  const row = view.get<EntryRow>(
    'SELECT rowid, log, sequence, id, at, author, body, queued_at FROM log_entries WHERE log = ? AND sequence = ?',
    ...[log, sequence],
  );
  return row && foundEntry(row);
}

function foundEntry(row: EntryRow): Found<EntityOf<'log-entry'>> {
  const { log, sequence, id, at, author, body, queued_at: queuedAt } = row;
  const state = {
    ...{ sequence, id, at },
    ...(queuedAt === null ? {} : { queuedAt }),
    ...(author === null ? {} : { author }),
    body: JSON.parse(body),
  };
  return { entity: { kind: 'log-entry', log, state }, bytes: body.length + 200 };
}

/** The log has come at least this far. Its version, which only events show, must be above all that they showed. */
function reach(
  { tx, sequence: version }: { tx: Transaction; sequence: number },
  log: string,
  sequence: number,
  tampered: number,
): void {
  tx.run(
    `INSERT INTO logs(log, sequence, count, version) VALUES (?1, ?2, ?2 + ?3, ?4)
     ON CONFLICT(log) DO UPDATE SET count = count + max(0, excluded.sequence - sequence),
       sequence = max(sequence, excluded.sequence), version = max(version, excluded.version)`,
    ...[log, sequence, tampered, version],
  );
}
