import { type LogEntry, parseLogLine, timesOfLogLine } from '@agentcoord/core';

const AT = "CASE WHEN queued_at IS NULL THEN at ELSE '[' || at || ',' || queued_at || ']' END";
/** An entry as `parseLogLine` takes it. Its body is put in as it lies there, after all else. */
export const LOG_LINE = `'[' || sequence || ',' || json_quote(id) || ',' || ${AT} || ',' || json_quote(author) || ',' || body || ']'`;
export const EVENT_LINE = `'[' || sequence || ',"event-' || sequence || '",' || at || ',null,' || body || ']'`;

/** @throws `storage_corrupt` */
export function decodeLine(log: string, line: string): LogEntry {
  const [sequence, id, at, author, body] = parseLogLine<number, string | null>(log, line);
  // Field by field: what is made by spreading is slower to read, and a log has millions.
  if (Array.isArray(at))
    return { sequence, id, ...timesOfLogLine(at), ...(author === null ? {} : { author }), body };
  return author === null
    ? { sequence, id, at: Number(at), body }
    : { sequence, id, at: Number(at), author, body };
}
