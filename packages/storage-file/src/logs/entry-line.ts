import { AgentCoordError, type JsonObject, type LogEntry } from '@agentcoord/core';

type Parts = [sequence: number, id: string, at: number, author: string | null, body: JsonObject];

/**
 * An entry as a JSON list. Its body is put in as it lies there, after all else: the list has five parts, with
 * the body as the last of them, if and only if the body is JSON by itself.
 */
export const LOG_LINE = `'[' || sequence || ',' || json_quote(id) || ',' || at || ',' || json_quote(author) || ',' || body || ']'`;
export const EVENT_LINE = `'[' || sequence || ',"event-' || sequence || '",' || at || ',null,' || body || ']'`;

const PARTS = 5;

/** @throws `storage_corrupt` */
export function decodeLine(log: string, line: string): LogEntry {
  const parts = parse(line);
  if (parts?.length !== PARTS || !isObject(parts[4])) throw corrupt(log, line);
  const [sequence, id, at, author, body] = parts;
  return author === null ? { sequence, id, at, body } : { sequence, id, at, author, body };
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
  const sequence = Number.parseInt(line.slice(1), 10);
  return new AgentCoordError(
    'storage_corrupt',
    `Entry ${sequence} of the log ${log} is no JSON object: something other than AgentCoord wrote to the store. Restore it from a backup.`,
    { data: { log, sequence } },
  );
}
