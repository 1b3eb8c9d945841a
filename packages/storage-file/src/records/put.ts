import { type CheckedPut, type PutReply, wordsOf } from '@agentcoord/core';
import type { Verb } from '../operations/mutate.js';
import { currentVersion, findRecord } from './record-row.js';
import { storeRecord } from './store-record.js';

export const put: Verb<CheckedPut, PutReply> = {
  name: 'records.put',
  run(tx, request) {
    const { collection, id, value, labels, text, ifVersion } = request;
    const row = findRecord(tx, collection, id);
    const current = currentVersion(row);
    if (ifVersion !== undefined && ifVersion !== current) return { status: 'conflict', version: current };
    const version = (row?.version ?? 0) + 1;
    const createdAt = current === 0 || row === undefined ? tx.now : row.created_at;
    storeRecord(tx, row, {
      ...{ collection, id, version, value: JSON.stringify(value), labels: JSON.stringify(labels) },
      words: wordsOf(text ?? '').trim() || null,
      created_at: createdAt,
      updated_at: tx.now,
    });
    tx.emit('record-stored', `record/${collection}/${id}`, version, {
      collection,
      id,
      value,
      labels,
      ...(text === undefined ? {} : { text }),
      createdAt,
    });
    tx.signal(`record/${collection}`);
    return { status: 'stored', version };
  },
};
