import type { LogEntry, Storage } from '@agentcoord/core';
import { listSegments, readSegment, type Segment } from '../archiving/segment-file.js';
import { AUDIT_LOG } from '../entry/entry-content.js';
import { readReadable } from '../reading/read-log.js';
import type { Findings } from './finding.js';

export interface EntrySource {
  storage: Storage;
  /** Of the segments, if there are any here. */
  folder: string | undefined;
  /** Up to and with this number of the store's order. */
  upTo: number;
  signal: AbortSignal | undefined;
}

const PAGE = 1_000;

/** Every entry in its order: what was archived, then what is in the store. An entry in both comes once. */
export async function* allEntries(source: EntrySource, findings: Findings): AsyncGenerator<LogEntry[]> {
  const { storage, folder, upTo, signal } = source;
  let last = 0;
  for (const segment of folder === undefined ? [] : await listSegments(folder)) {
    if (segment.to <= last) continue;
    for await (const page of segmentPages(segment, findings)) {
      const fresh = page.filter(({ sequence }) => sequence > last && sequence <= upTo);
      last = fresh.at(-1)?.sequence ?? last;
      yield fresh;
    }
  }
  yield* readReadable(storage, { log: AUDIT_LOG, after: last, upTo, signal }, (sequence) => {
    const message = `Entry ${sequence} was changed: what lies in the store is no JSON object.`;
    findings.add({ kind: 'changed', sequence, message });
  });
}

async function* segmentPages(segment: Segment, findings: Findings): AsyncGenerator<LogEntry[]> {
  let page: LogEntry[] = [];
  for await (const read of readSegment(segment)) {
    if ('entry' in read) page.push(read.entry);
    else {
      const sequence = segment.from + read.line - 1;
      const message = `Entry ${sequence} was changed: line ${read.line} of ${segment.path} is not as it was written.`;
      findings.add({ kind: 'changed', sequence, message });
    }
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  yield page;
}
