import { isoTime } from './iso-times.js';
import type { Paint } from './paint.js';
import { safe } from './plain.js';

/**
 * `2026-01-02T03:04:05.678Z info  task done  taskId=task_01… files=2`, of a line as our workers write them. Whatever else
 * a program printed stays as it is.
 */
export function describeLogLine(line: string, paint: Paint): string {
  const { time, level, message, agent: _, ...rest } = recordOf(line) ?? {};
  if (typeof message !== 'string' || typeof level !== 'string') return safe(line);
  const fields = Object.entries(rest).map(([name, value]) => `${name}=${valueText(value)}`);
  const at = typeof time === 'string' && !Number.isNaN(Date.parse(time)) ? isoTime(Date.parse(time)) : '';
  const said = `${paint.faint(at)} ${levelText(level, paint)} ${safe(message)}`;
  return `${said}  ${paint.faint(safe(fields.join(' ')))}`.trim();
}

function recordOf(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
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
