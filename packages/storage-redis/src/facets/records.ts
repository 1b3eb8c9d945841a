import {
  checkIfVersion,
  checkListRecords,
  checkPut,
  checkRecordIdentity,
  checkRecordIds,
  checkSearch,
  type PutReply,
  type Records,
  type StoredRecord,
  wordsOf,
} from '@agentcoord/core';
import type { Caller } from '../call/caller.js';
import { decodeRecord } from '../decode/record.js';
import { SCRIPTS } from '../scripts/scripts.js';
import { searchRecords } from './records/search.js';

const { get, put, remove, list } = SCRIPTS.records;

/** Records one call of the script looks at: it holds up the server while it does. */
const BATCH = 1_000;

export function redisRecords(caller: Caller): Records {
  const { keys } = caller;
  const keysFor = (collection: string, id: string) => ({
    record: keys.record(collection, id),
    index: keys.records(collection),
    removed: keys.removedRecords(collection),
  });
  return {
    async get(request, options) {
      const { collection, ids } = caller.check(options, () => checkRecordIds(request));
      if (ids.length === 0) return [];
      const records = ids.map((id) => keys.record(collection, id));
      const { rest } = await caller.call(get, { keys: { records } }, options);
      return ids.map((id, index) => decodeRecord(collection, id, rest[index]));
    },

    async put(request, options) {
      const checked = caller.check(options, () => checkPut(request));
      const { collection, id, value, labels, text, ifVersion } = checked;
      const args = {
        collection,
        id,
        value: JSON.stringify(value),
        labels: JSON.stringify(labels),
        text,
        words: text === undefined ? '' : wordsOf(text),
        if_version: ifVersion,
      };
      const reply = await caller.mutate(put, checked, { keys: keysFor(collection, id), args }, options);
      return reply.value as unknown as PutReply;
    },

    async remove(request, options) {
      const checked = caller.check(options, () => ({
        ...checkRecordIdentity(request),
        ...checkIfVersion(request),
      }));
      const { collection, id, ifVersion } = checked;
      const input = { keys: keysFor(collection, id), args: { collection, id, if_version: ifVersion } };
      const { value } = await caller.mutate(remove, checked, input, options);
      return value as unknown as Awaited<ReturnType<Records['remove']>>;
    },

    async list(request, options) {
      const {
        collection,
        labels = {},
        order,
        limit,
        cursor,
      } = caller.check(options, () => checkListRecords(request));
      const indexes = [
        keys.records(collection),
        ...Object.entries(labels).map(([name, value]) => keys.recordLabel(collection, name, value)),
      ];
      const records: StoredRecord[] = [];
      let after = cursor ?? '';
      for (;;) {
        const args = { collection, order, limit: limit - records.length, after, batch: BATCH };
        const { value, rest } = await caller.call(list, { keys: { indexes }, args }, options);
        const ids = value.ids as string[];
        for (const [index, id] of ids.entries()) {
          const record = decodeRecord(collection, id, rest[index]);
          if (record) records.push(record);
        }
        if (value.after === undefined) return { records };
        after = String(value.after);
        if (records.length >= limit) return { records, cursor: after };
      }
    },

    async search(request, options) {
      return searchRecords(
        caller,
        caller.check(options, () => checkSearch(request)),
        options,
      );
    },
  };
}
