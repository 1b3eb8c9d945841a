import { checkInteger, checkLabel, checkText } from '@agentcoord/core';
import type { AuditEntry } from '../entry/entry-content.js';

export interface EntryFilter {
  /** An author's whole identity, or its name: all lives of it. */
  agent?: string;
  type?: string;
  /** Not older than this; epoch ms of the storage's clock. */
  since?: number;
  /** Not newer than this. */
  until?: number;
}

export function checkFilter({ agent, type, since, until }: EntryFilter): EntryFilter {
  const time = (value: number, field: string): number =>
    checkInteger(value, field, 0, Number.MAX_SAFE_INTEGER);
  return {
    ...(agent === undefined ? {} : { agent: checkText(agent, 'agent', { maxLength: 200 }).normalize('NFC') }),
    ...(type === undefined ? {} : { type: checkLabel(type, 'type') }),
    ...(since === undefined ? {} : { since: time(since, 'since') }),
    ...(until === undefined ? {} : { until: time(until, 'until') }),
  };
}

export function matches(entry: AuditEntry, { agent, type, since, until }: EntryFilter): boolean {
  const { author, at } = entry;
  return (
    (agent === undefined ||
      author === agent ||
      author.startsWith(`${agent}#`) ||
      author.startsWith(`${agent}/`)) &&
    (type === undefined || entry.type === type) &&
    (since === undefined || at >= since) &&
    (until === undefined || at <= until)
  );
}
