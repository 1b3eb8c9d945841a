import type { CheckedPut, PutReply } from '@agentcoord/core';
import type { Verb } from '../operations/mutate.js';
import type { Transaction } from '../store/transaction.js';
import { forgetIndexes, indexRecord } from './indexes.js';
import { currentVersion, findRecord, type RecordRow } from './record-row.js';

export const put: Verb<CheckedPut, PutReply> = {
  name: 'records.put',
  run(tx, request) {
    const { collection, id, value, labels, text, ifVersion } = request;
    const row = findRecord(tx, collection, id);
    const current = currentVersion(row);
    if (ifVersion !== undefined && ifVersion !== current) return { status: 'conflict', version: current };
    if (row) forgetIndexes(tx, row);
    const version = (row?.version ?? 0) + 1;
    const stored = store(tx, request, { row, isNew: current === 0, version });
    indexRecord(tx, stored, text);
    tx.emit('record-stored', `record/${collection}/${id}`, version, {
      collection,
      id,
      value,
      labels,
      ...(text === undefined ? {} : { text }),
      createdAt: stored.created_at,
    });
    tx.signal(`record/${collection}`);
    return { status: 'stored', version };
  },
};

function store(
  tx: Transaction,
  { collection, id, value, labels }: CheckedPut,
  { row, isNew, version }: { row: RecordRow | undefined; isNew: boolean; version: number },
): RecordRow {
  const createdAt = isNew || row === undefined ? tx.now : row.created_at;
  const texts = [JSON.stringify(value), JSON.stringify(labels)] as const;
  const stored = tx.get<RecordRow>(
    `INSERT INTO records(collection, id, version, value, labels, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT(collection, id) DO UPDATE SET version = excluded.version, value = excluded.value,
       labels = excluded.labels, created_at = excluded.created_at, updated_at = excluded.updated_at
     RETURNING number`,
    ...[collection, id, version, ...texts, createdAt, tx.now],
  );
  const number = stored?.number ?? 0;
  return {
    number,
    collection,
    id,
    version,
    value: texts[0],
    labels: texts[1],
    created_at: createdAt,
    updated_at: tx.now,
  };
}
