import type { LogEntry } from '@agentcoord/core';
import { isoTime } from './iso-times.js';
import type { Paint } from './paint.js';
import { safe } from './plain.js';

const MAX_FIELDS_CHARACTERS = 120;

/** `12 2026-01-02T03:04:05.678Z task-claimed task/task_01… worker=…`. */
export function describeEvent({ sequence, at, body }: LogEntry, paint: Paint): string {
  const head = `${String(sequence).padStart(6)} ${paint.faint(isoTime(at))}`;
  return `${head} ${safe(text(body.type)).padEnd(15)} ${safe(text(body.entity))}  ${paint.faint(fieldsText(body.fields))}`.trimEnd();
}

function fieldsText(fields: unknown): string {
  if (typeof fields !== 'object' || fields === null) return '';
  const parts = Object.entries(fields).map(([name, value]) => `${name}=${text(value)}`);
  const whole = safe(parts.join(' '));
  return whole.length > MAX_FIELDS_CHARACTERS ? `${whole.slice(0, MAX_FIELDS_CHARACTERS - 1)}…` : whole;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
