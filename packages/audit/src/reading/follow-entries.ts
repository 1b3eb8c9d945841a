import { AgentCoordError, type Duration, durationMs, type Storage } from '@agentcoord/core';
import { AUDIT_LOG, type AuditEntry, decodeEntry, placedEntry } from '../entry/entry-content.js';
import { checkFilter, type EntryFilter, matches } from './entry-filter.js';
import { readPages } from './read-log.js';

export interface FollowEntries extends EntryFilter {
  /** Entries after this one of the store's order. Default: those from now on. */
  after?: number;
  /** Ends the following. */
  signal: AbortSignal;
  /** The longest time between two looks where no signal comes. Default `'2s'`. */
  pollInterval?: Duration;
}

/** Entries as they come, until `signal` fires. */
export async function* followEntries(storage: Storage, request: FollowEntries): AsyncGenerator<AuditEntry> {
  const filter = checkFilter(request);
  const { signal } = request;
  const pollMs = Math.max(1, durationMs(request.pollInterval ?? '2s', 'pollInterval'));
  try {
    // Opened before the first look: what comes in between is heard.
    await using listener = await storage.signals.listen({ channels: [`log/${AUDIT_LOG}`] }, { signal });
    let last = request.after ?? (await storage.logs.head({ log: AUDIT_LOG }, { signal })).sequence;
    for (;;) {
      for await (const page of readPages(storage, { log: AUDIT_LOG, after: last, signal })) {
        for (const raw of page) {
          last = raw.sequence;
          const decoded = decodeEntry(raw);
          const entry = decoded && placedEntry(raw, decoded);
          if (entry !== undefined && matches(entry, filter)) yield entry;
        }
      }
      await listener.next({ timeoutMs: pollMs, signal });
    }
  } catch (error) {
    if (!signal.aborted || !AgentCoordError.is(error)) throw error;
  }
}
