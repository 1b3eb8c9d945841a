import { checkText, invalid } from '../check.js';

const MAX_KEY_CHARACTERS = 1024;
const MAX_DEPTH = 64;
// Controls would let two keys look alike on screen; they are never part of a real name.
const CONTROL = /\p{Cc}/u;

/**
 * A path-like key: segments joined by `/`, none empty, `.` or `..`; Unicode NFC, so that two spellings
 * of one name are one key. Returned in its only form.
 */
export function checkKey(value: unknown, field: string): string {
  const key = checkText(value, field, { maxLength: MAX_KEY_CHARACTERS }).normalize('NFC');
  if (CONTROL.test(key)) throw invalid(field, 'free of control characters', value);
  const segments = key.split('/');
  if (segments.length > MAX_DEPTH) throw invalid(field, `at most ${MAX_DEPTH} levels deep`, value);
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) {
    throw invalid(field, 'a path such as file/src/a.ts, without empty, . or .. segments', value);
  }
  return key;
}

/** The first segment: leases of one request, and the rule against deadlocks, stay within it. */
export function keySpace(key: string): string {
  const slash = key.indexOf('/');
  return slash === -1 ? key : key.slice(0, slash);
}

/** `a/b/c` → `a`, `a/b`: from the top, without the key itself. */
export function keyAncestors(key: string): string[] {
  const ancestors: string[] = [];
  for (let slash = key.indexOf('/'); slash !== -1; slash = key.indexOf('/', slash + 1))
    ancestors.push(key.slice(0, slash));
  return ancestors;
}

export function isKeyBelow(key: string, ancestor: string): boolean {
  return key.length > ancestor.length && key.startsWith(ancestor) && key[ancestor.length] === '/';
}
