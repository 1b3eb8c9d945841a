import { checkInteger, checkList, checkOneOf, checkText, invalid } from '../check.js';
import { checkId } from '../id.js';
import type { ListRecords, PutRecord, SearchRecords } from '../storage/records.js';
import { encodeJson } from '../text/json.js';
import { DEFAULT_PAGE, MAX_MESSAGE_BYTES, MAX_PAGE } from './caps.js';
import { checkName } from './names.js';
import { checkPage } from './page.js';

export type CheckedPut = PutRecord & Required<Pick<PutRecord, 'labels'>>;

export function checkPut(request: PutRecord): CheckedPut {
  if (typeof request.value !== 'object' || request.value === null || Array.isArray(request.value)) {
    throw invalid('value', 'an object', request.value);
  }
  encodeJson(request.value, 'value', MAX_MESSAGE_BYTES);
  return {
    ...checkRecordIdentity(request),
    value: request.value,
    labels: checkRecordLabels(request.labels),
    ...(request.text === undefined
      ? {}
      : { text: checkText(request.text, 'text', { minLength: 0, maxLength: MAX_MESSAGE_BYTES }) }),
    ...checkIfVersion(request),
  };
}

export function checkRecordIdentity(request: { collection: string; id: string }): {
  collection: string;
  id: string;
} {
  return { collection: checkName(request.collection, 'collection'), id: checkId(request.id, 'id') };
}

export function checkRecordIds(request: { collection: string; ids: string[] }): {
  collection: string;
  ids: string[];
} {
  return {
    collection: checkName(request.collection, 'collection'),
    ids: checkList(request.ids, 'ids', MAX_PAGE).map((id, index) => checkId(id, `ids[${index}]`)),
  };
}

export function checkIfVersion(request: { ifVersion?: number }): { ifVersion?: number } {
  if (request.ifVersion === undefined) return {};
  return { ifVersion: checkInteger(request.ifVersion, 'ifVersion', 0, Number.MAX_SAFE_INTEGER) };
}

function checkRecordLabels(labels: Record<string, string> = {}): Record<string, string> {
  const entries = Object.entries(labels);
  if (entries.length > 8) throw invalid('labels', 'at most 8 of them');
  for (const [name, value] of entries) {
    checkName(name, `labels.${name}`);
    checkText(value, `labels.${name}`, { minLength: 0, maxLength: 128 });
  }
  return labels;
}

export function checkListRecords(
  request: ListRecords,
): ListRecords & { limit: number; order: 'ascending' | 'descending' } {
  return {
    collection: checkName(request.collection, 'collection'),
    labels: checkRecordLabels(request.labels),
    order: checkOneOf(request.order ?? 'ascending', 'order', ['ascending', 'descending']),
    ...checkPage(request),
  };
}

const MAX_WORDS_CHARACTERS = 1_000;

export function checkSearch({ collection, words, limit }: SearchRecords): Required<SearchRecords> {
  return {
    collection: checkName(collection, 'collection'),
    words: checkText(words, 'words', { minLength: 0, maxLength: MAX_WORDS_CHARACTERS }),
    limit: limit === undefined ? DEFAULT_PAGE : checkInteger(limit, 'limit', 1, MAX_PAGE),
  };
}
