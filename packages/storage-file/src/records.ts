import {
  checkIfVersion,
  checkInteger,
  checkListRecords,
  checkName,
  checkPut,
  checkRecordIdentity,
  checkRecordIds,
  checkText,
  DEFAULT_PAGE,
  MAX_PAGE,
  type Records,
} from '@agentcoord/core';
import { mutate } from './operations/mutate.js';
import { listRecords } from './records/list.js';
import { put } from './records/put.js';
import { currentVersion, findRecord, toRecord } from './records/record-row.js';
import { remove } from './records/remove.js';
import { searchRecords } from './records/search.js';
import type { Store } from './store/store.js';

const MAX_WORDS_CHARACTERS = 1_000;

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
    async search({ collection, words, limit }, options) {
      const name = checkName(collection, 'collection');
      const text = checkText(words, 'words', { minLength: 0, maxLength: MAX_WORDS_CHARACTERS });
      const most = limit === undefined ? DEFAULT_PAGE : checkInteger(limit, 'limit', 1, MAX_PAGE);
      return { records: await store.read((view) => searchRecords(view, name, text, most), options) };
    },
  };
}
