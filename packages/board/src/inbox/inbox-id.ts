import { createHash } from 'node:crypto';
import { checkText, invalid, slug } from '@agentcoord/core';

const PLAIN = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** Who writes and reads: one line of 1 to 100 characters, in Unicode NFC. */
export function checkAuthor(value: unknown, field: string): string {
  const name = checkText(value, field, { maxLength: 100 }).normalize('NFC');
  if (/^\P{Cc}+$/u.test(name)) return name;
  throw invalid(field, 'one line without control characters', value);
}

/** A plain name is its own id; any other is a readable part, a colon, which no plain name has, and 160 bits of SHA-256. */
export function inboxId(name: string): string {
  if (PLAIN.test(name)) return name;
  return `${slug(name)}:${createHash('sha256').update(name).digest('hex').slice(0, 40)}`;
}
