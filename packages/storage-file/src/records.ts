import {
  checkIfVersion,
  checkListRecords,
  checkPut,
  checkRecordIdentity,
  checkRecordIds,
  checkSearch,
  type Records,
} from '@agentcoord/core';
import { mutate } from './operations/mutate.js';
import { listRecords } from './records/list.js';
import { put } from './records/put.js';
import { currentVersion, findRecord, toRecord } from './records/record-row.js';
import { remove } from './records/remove.js';
import { searchRecords } from './records/search.js';
import type { Store } from './store/store.js';

export function createRecords(store: Store): Records {
  return {
    async get(request, options) {
      const { collection, ids } = checkRecordIds(request);
      return store.read((view) => {
        return ids.map((id) => {
          const row = findRecord(view, collection, id);
          return row && currentVersion(row) > 0 ? toRecord(row) : undefined;
        });
      }, options);
    },
    async put(request, options) {
      return mutate(store, put, checkPut(request), options);
    },
    async remove(request, options) {
      return mutate(store, remove, { ...checkRecordIdentity(request), ...checkIfVersion(request) }, options);
    },
    async list(request, options) {
      const checked = checkListRecords(request);
      return store.read((view) => listRecords(view, checked), options);
    },
    async search(request, options) {
      const { collection, words, limit } = checkSearch(request);
      const records = await store.read((view) => searchRecords(view, collection, words, limit), options);
      return { records, complete: true };
    },
  };
}
