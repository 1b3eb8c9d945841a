import { checkText, invalid } from '../check.js';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** The name of a queue, collection, log, limit or namespace: it becomes part of keys and channels. */
export function checkName(value: unknown, field: string): string {
  if (typeof value === 'string' && NAME.test(value)) return value;
  throw invalid(
    field,
    'a name of 1 to 64 letters, digits or . _ - that begins with a letter or digit',
    value,
  );
}

// A holder, worker or author: free text that people chose, but on one line and without controls.
const IDENTITY = /^\P{Cc}{1,200}$/u;

export function checkIdentity(value: unknown, field: string): string {
  const text = checkText(value, field, { maxLength: 200 });
  if (IDENTITY.test(text)) return text.normalize('NFC');
  throw invalid(field, 'one line of 1 to 200 characters without control characters', value);
}

const CHANNEL = /^[A-Za-z0-9][A-Za-z0-9._:@/-]{0,255}$/;

export function checkChannel(value: unknown, field: string): string {
  if (typeof value === 'string' && CHANNEL.test(value)) return value;
  throw invalid(field, 'a channel such as queue/default', value);
}
