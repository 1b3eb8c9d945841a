import type { Verb } from '../operations/mutate.js';
import { forgetIndexes } from './indexes.js';
import { currentVersion, findRecord } from './record-row.js';

export interface RemoveRequest {
  collection: string;
  id: string;
  ifVersion?: number;
}

type RemoveReply = { status: 'removed' } | { status: 'not_found' } | { status: 'conflict'; version: number };

export const remove: Verb<RemoveRequest, RemoveReply> = {
  name: 'records.remove',
  run(tx, { collection, id, ifVersion }) {
    const row = findRecord(tx, collection, id);
    const current = currentVersion(row);
    if (!row || current === 0) return { status: 'not_found' };
    if (ifVersion !== undefined && ifVersion !== current) return { status: 'conflict', version: current };
    forgetIndexes(tx, row);
    const version = current + 1;
    tx.run(
      `UPDATE records SET version = ?, value = NULL, words = NULL, labels = '{}', updated_at = ? WHERE number = ?`,
      ...[version, tx.now, row.number],
    );
    tx.emit('record-removed', `record/${collection}/${id}`, version, { collection, id, value: null });
    tx.signal(`record/${collection}`);
    return { status: 'removed' };
  },
};
