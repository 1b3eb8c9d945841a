import type { Storage } from '@agentcoord/core';
import { AUDIT_LOG, decodeEntry, placedEntry } from '../entry/entry-content.js';
import { checkFilter, type EntryFilter, matches } from '../reading/entry-filter.js';
import { allEntries } from '../verifying/entry-source.js';
import { Findings } from '../verifying/finding.js';
import { entryLine } from './segment-file.js';

export interface ExportOptions extends EntryFilter {
  signal?: AbortSignal;
}

/** Every entry that matches as a line of JSON, archived ones as well, oldest first. Without a filter also what is no right entry. */
export async function* exportLog(
  { storage, folder }: { storage: Storage; folder: string | undefined },
  options: ExportOptions,
): AsyncGenerator<string> {
  const filter = checkFilter(options);
  const takesAll = Object.keys(filter).length === 0;
  const { sequence: upTo } = await storage.logs.head({ log: AUDIT_LOG });
  const source = { storage, folder, upTo, signal: options.signal };
  for await (const page of allEntries(source, new Findings())) {
    for (const raw of page) {
      const decoded = decodeEntry(raw);
      if (takesAll || (decoded !== undefined && matches(placedEntry(raw, decoded), filter)))
        yield entryLine(raw);
    }
  }
}
