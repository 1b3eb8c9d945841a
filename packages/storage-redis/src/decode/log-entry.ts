import { type LogEntry, parseLogLine, timesOfLogLine } from '@agentcoord/core';

/**
 * What logs/read makes of an entry of a stream. Those of the events log have no id of their own: their
 * sequence names them.
 * @throws `storage_corrupt`
 */
export function decodeLogEntry(log: string, line: string): LogEntry {
  const [streamId, id, at, author, body] = parseLogLine<string, string>(log, line);
  const sequence = Number.parseInt(streamId, 10);
  const entry: LogEntry = { sequence, id: id === '' ? `event-${sequence}` : id, ...timesOfLogLine(at), body };
  if (author !== '') entry.author = author;
  return entry;
}
