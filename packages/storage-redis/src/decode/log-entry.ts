import { AgentCoordError, type JsonObject, type LogEntry } from '@agentcoord/core';

type Parts = [streamId: string, id: string, at: string, author: string, body: JsonObject];

const PARTS = 5;

/**
 * What logs/read makes of an entry of a stream. Those of the events log have no id of their own: their
 * sequence names them.
 * @throws `storage_corrupt`
 */
export function decodeLogEntry(log: string, line: string): LogEntry {
  const parts = parse(line);
  if (parts?.length !== PARTS || !isObject(parts[4])) throw corrupt(log, line);
  const [streamId, id, at, author, body] = parts;
  const sequence = Number.parseInt(streamId, 10);
  const entry: LogEntry = { sequence, id: id === '' ? `event-${sequence}` : id, at: Number(at), body };
  if (author !== '') entry.author = author;
  return entry;
}

function parse(line: string): Parts | undefined {
  try {
    return JSON.parse(line) as Parts;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function corrupt(log: string, line: string): AgentCoordError {
  // After the quote that begins the stream's own number.
  const sequence = Number.parseInt(line.slice(2), 10);
  return new AgentCoordError(
    'storage_corrupt',
    `Entry ${sequence} of the log ${log} is no JSON object: something other than AgentCoord wrote to the store. Restore it from a backup.`,
    { data: { log, sequence } },
  );
}
