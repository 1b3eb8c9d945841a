import type { JsonObject, LogEntry } from '@agentcoord/core';
import { isoTime } from './iso-times.js';
import type { Paint } from './paint.js';
import { safe } from './plain.js';

const MAX_FIELDS_CHARACTERS = 120;
const OWNERS = 'record/owners/';

/** `12 2026-01-02T03:04:05.678Z task-claimed task/task_01… worker=…`. */
export function describeEvent({ sequence, at, body }: LogEntry, paint: Paint): string {
  const head = `${String(sequence).padStart(6)} ${paint.faint(isoTime(at))}`;
  const { type, entity, fields } = ownerChange(body) ?? body;
  return `${head} ${safe(text(type)).padEnd(15)} ${safe(text(entity))}  ${paint.faint(fieldsText(fields))}`.trimEnd();
}

/** Who owns a namespace is a record like others, and news for everybody. */
function ownerChange({ type, entity, fields }: JsonObject): JsonObject | undefined {
  if (type !== 'record-stored' || typeof entity !== 'string' || !entity.startsWith(OWNERS)) return undefined;
  const value = isObject(fields) && isObject(fields.value) ? fields.value : {};
  const { owner, host, reason } = value;
  return {
    type: 'owner-changed',
    entity: `namespace/${entity.slice(OWNERS.length)}`,
    fields: { owner: host === undefined ? text(owner) : `the store of ${text(host)}`, reason: text(reason) },
  };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
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
