import { randomFillSync } from 'node:crypto';
import { monotonicFactory } from 'ulid';
import { AgentCoordError } from './errors/agent-coord-error.js';

/**
 * Makes a new identifier: prefix, underscore, ULID. Sorts by creation within one process, and by
 * millisecond across processes. Made by the client before the first send, so that a retry names the same thing.
 */
export type NewId = (prefix: string) => string;

const pool = new Uint8Array(4_096);
let used = pool.length;

/** From the system's source, thousands at once: ulid would ask it for each of the 16 letters. */
function random(): number {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += 1;
  return (pool[used - 1] ?? 0) / 256;
}

const nextUlid = monotonicFactory(random);

export const newId: NewId = (prefix) => `${prefix}_${nextUlid().toLowerCase()}`;

const ID = /^[a-z][a-z0-9]*_[0-9a-hjkmnp-tv-z]{26}$/;

export function isId(text: string): boolean {
  return ID.test(text);
}

// Callers may bring their own ids (a ticket number): visible ASCII without separators of ours.
const OWN_ID = /^[A-Za-z0-9][A-Za-z0-9._:@-]{0,127}$/;

export function checkId(value: unknown, field: string): string {
  if (typeof value === 'string' && OWN_ID.test(value)) return value;
  throw new AgentCoordError(
    'invalid_argument',
    `${field} must be 1 to 128 letters, digits or . _ : @ - and begin with a letter or digit.`,
    { data: { field, expected: OWN_ID.source } },
  );
}
