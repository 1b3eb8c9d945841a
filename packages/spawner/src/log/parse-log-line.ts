/** A line as our workers write their logs. */
export interface LogRecord {
  /** Epoch milliseconds; left out where the line has no time. */
  at?: number;
  level?: string;
  message: string;
  /** All else, in the order of the line; not the agent, whose log it is. */
  fields: Record<string, unknown>;
}

/** `undefined` for whatever else a program printed. */
export function parseLogLine(line: string): LogRecord | undefined {
  if (!line.startsWith('{')) return undefined;
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const { time, level, message, agent: _agent, ...fields } = value;
  if (typeof message !== 'string') return undefined;
  const at = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return {
    message,
    fields,
    ...(Number.isNaN(at) ? {} : { at }),
    ...(typeof level === 'string' ? { level } : {}),
  };
}
