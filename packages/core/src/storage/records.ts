import type { JsonObject } from '../text/json.js';
import type { CallOptions, MutationOptions } from './call-options.js';

export interface StoredRecord {
  collection: string;
  id: string;
  /** Grows by one with every put; a record that was removed and put again starts above its last version. */
  version: number;
  value: JsonObject;
  labels: Record<string, string>;
  createdAt: number;
  updatedAt: number;
}

export interface PutRecord {
  /** A label: `agents`, `threads`. */
  collection: string;
  id: string;
  /** At most 64 KiB of JSON. */
  value: JsonObject;
  /** Up to 8 exact-match labels to list by; values of at most 128 characters. */
  labels?: Record<string, string>;
  /** Text for `search`; at most 64 KiB. */
  text?: string;
  /** Only if this is the version stored; 0: only if there is none. */
  ifVersion?: number;
}

export type PutReply = { status: 'stored'; version: number } | { status: 'conflict'; version: number };

export interface ListRecords {
  collection: string;
  /** All of these must match. */
  labels?: Record<string, string>;
  /** By id. Default `ascending`. */
  order?: 'ascending' | 'descending';
  /** Default 100, at most 1,000. */
  limit?: number;
  cursor?: string;
}

export interface SearchRecords {
  collection: string;
  /** At most 1,000 characters. */
  words: string;
  /** Default 100, at most 1,000. */
  limit?: number;
}

export interface SearchReply {
  /** Best first. */
  records: StoredRecord[];
  /** Every record of the collection was considered. Where false, only the `examined` ones of the highest ids were. */
  complete: boolean;
  /** How many were looked at one by one; left out where an index made that needless. */
  examined?: number;
}

/**
 * Small versioned JSON values by collection and id. Signals `record/<collection>` on every change.
 * `conflict` is an answer, not an error; its `version` is what is stored now (0: nothing).
 */
export interface Records {
  /** In the order asked; `undefined` where there is none. At most 1,000 ids. */
  get(
    request: { collection: string; ids: string[] },
    options?: CallOptions,
  ): Promise<Array<StoredRecord | undefined>>;
  put(request: PutRecord, options?: MutationOptions): Promise<PutReply>;
  remove(
    request: { collection: string; id: string; ifVersion?: number },
    options?: MutationOptions,
  ): Promise<{ status: 'removed' } | { status: 'not_found' } | { status: 'conflict'; version: number }>;
  list(request: ListRecords, options?: CallOptions): Promise<{ records: StoredRecord[]; cursor?: string }>;
  /**
   * Records whose `text` has all the words, whatever their case and accents. Words are data, never query
   * syntax; one with punctuation inside (`a-b`) asks for its parts side by side.
   * A store without an index looks at the highest ids first, stops at a bound and says so by `complete`.
   * @throws `unsupported` where `describe().capabilities.search` is false.
   */
  search(request: SearchRecords, options?: CallOptions): Promise<SearchReply>;
}
