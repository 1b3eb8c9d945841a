import type { JsonObject, LogEntry } from '@agentcoord/core';
import { fieldsOf } from './hash.js';

/** An entry of a stream. Those of the events log have no id of their own: their sequence names them. */
export function decodeLogEntry(raw: unknown): LogEntry {
  const [streamId, words] = raw as [string, unknown];
  const fields = fieldsOf(words);
  const sequence = Number.parseInt(streamId, 10);
  const author = fields.get('author') ?? '';
  return {
    sequence,
    id: fields.get('id') ?? `event-${sequence}`,
    at: Number(fields.get('at')),
    ...(author === '' ? {} : { author }),
    body: JSON.parse(fields.get('body') ?? '{}') as JsonObject,
  };
}
