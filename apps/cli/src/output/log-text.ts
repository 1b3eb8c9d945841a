import { parseLogLine } from '@agentcoord/spawner';
import { isoTime } from './iso-times.js';
import type { Paint } from './paint.js';
import { safe } from './plain.js';

/**
 * `2026-01-02T03:04:05.678Z info  task done  taskId=task_01… files=2`, of a line as our workers write them. Whatever else
 * a program printed stays as it is.
 */
export function describeLogLine(line: string, paint: Paint): string {
  const record = parseLogLine(line);
  if (record?.level === undefined) return safe(line);
  const { at, level, message } = record;
  const fields = Object.entries(record.fields).map(([name, value]) => `${name}=${valueText(value)}`);
  const when = at === undefined ? '' : isoTime(at);
  const said = `${paint.faint(when)} ${levelText(level, paint)} ${safe(message)}`;
  return `${said}  ${paint.faint(safe(fields.join(' ')))}`.trim();
}

function levelText(level: string, paint: Paint): string {
  const text = safe(level).padEnd(5);
  if (level === 'error') return paint.bad(text);
  return level === 'warn' ? paint.warning(text) : text;
}

/** A text with a space in it keeps its quotes, so that fields can be told apart. */
function valueText(value: unknown): string {
  return typeof value === 'string' && !/\s/.test(value) ? value : (JSON.stringify(value) ?? '');
}
