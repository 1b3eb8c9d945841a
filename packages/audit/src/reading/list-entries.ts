import { checkInteger, MAX_PAGE, type Storage } from '@agentcoord/core';
import { AUDIT_LOG, type AuditEntry, decodeEntry, placedEntry } from '../entry/entry-content.js';
import { checkFilter, type EntryFilter, matches } from './entry-filter.js';

export interface ListEntries extends EntryFilter {
  /** The newest so many that match. Default 50, at most 10,000. */
  limit?: number;
}

/** The newest entries that match, oldest of them first. What is archived is not among them. */
export async function listEntries(storage: Storage, request: ListEntries): Promise<AuditEntry[]> {
  const filter = checkFilter(request);
  const limit = checkInteger(request.limit ?? 50, 'limit', 1, 10_000);
  const found: AuditEntry[] = [];
  let before: number | undefined;
  for (;;) {
    const { entries } = await storage.logs.read({
      log: AUDIT_LOG,
      order: 'descending',
      limit: MAX_PAGE,
      ...(before === undefined ? {} : { before }),
    });
    for (const raw of entries) {
      const decoded = decodeEntry(raw);
      const entry = decoded && placedEntry(raw, decoded);
      if (entry !== undefined && matches(entry, filter)) found.push(entry);
      if (found.length === limit) return found.reverse();
    }
    const oldest = entries.at(-1);
    const isTooOld = filter.since !== undefined && oldest !== undefined && oldest.at < filter.since;
    if (oldest === undefined || entries.length < MAX_PAGE || isTooOld) return found.reverse();
    before = oldest.sequence;
  }
}
