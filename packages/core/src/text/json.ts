import { AgentCoordError } from '../errors/agent-coord-error.js';

export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;
export interface JsonObject {
  [key: string]: JsonValue | undefined;
}

const MAX_DEPTH = 64;

/**
 * The JSON text of a value, or a clear error: `invalid_argument` for what JSON cannot hold
 * (functions, cycles, NaN, bigint, lone surrogates survive as escapes), `too_large` over `maxBytes` of UTF-8.
 */
export function encodeJson(value: unknown, field: string, maxBytes: number): string {
  checkJson(value, field);
  const text = JSON.stringify(value);
  // A code unit becomes three bytes at most, and most texts are far from the limit.
  if (text.length * 3 <= maxBytes) return text;
  const bytes = Buffer.byteLength(text);
  if (bytes > maxBytes) {
    throw new AgentCoordError(
      'too_large',
      `${field} is ${bytes} bytes of JSON; the limit is ${maxBytes}. Store large content in a file and pass its path.`,
      { data: { field, limit: maxBytes, actual: bytes } },
    );
  }
  return text;
}

/** @throws `invalid_argument` that names the place of what JSON cannot hold. */
export function checkJson(value: unknown, field: string): void {
  // Looked for once more where there is something to tell: places are texts, and making them costs more than all the rest.
  if (!isJson(value, 0)) tellWhatIsNotJson(value, field, 0);
}

function isJson(value: unknown, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'object':
      break;
    default:
      return false;
  }
  if (value === null) return true;
  if (Array.isArray(value)) {
    for (const item of value) if (!isJson(item, depth + 1)) return false;
    return true;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  for (const key of Object.keys(value)) {
    const item: unknown = (value as Record<string, unknown>)[key];
    if (item !== undefined && !isJson(item, depth + 1)) return false;
  }
  return true;
}

function tellWhatIsNotJson(value: unknown, field: string, depth: number): void {
  if (depth > MAX_DEPTH) throw notJson(field, `nested deeper than ${MAX_DEPTH} levels, or in a cycle`);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw notJson(field, String(value));
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) tellWhatIsNotJson(item, `${field}[${index}]`, depth + 1);
  } else if (typeof value === 'object' && value !== null) {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) throw notJson(field, 'a class instance');
    for (const [key, item] of Object.entries(value)) {
      if (item !== undefined) tellWhatIsNotJson(item, `${field}.${key}`, depth + 1);
    }
  } else if (value !== null && typeof value !== 'string' && typeof value !== 'boolean') {
    throw notJson(field, `a ${typeof value}`);
  }
}

function notJson(field: string, received: string): AgentCoordError {
  return new AgentCoordError('invalid_argument', `${field} must be plain JSON; got ${received}.`, {
    data: { field, expected: 'plain JSON' },
  });
}

/**
 * The one text of a JSON value, after RFC 8785 (JSON Canonicalization Scheme): keys sorted by UTF-16 code
 * units, no white space, numbers and strings as ECMAScript writes them. For hashes and signatures.
 * Fields that are `undefined` are left out, as `JSON.stringify` does; the value must be plain JSON.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const fields: string[] = [];
  for (const [key, item] of Object.entries(value).sort(byKey)) {
    if (item !== undefined) fields.push(`${JSON.stringify(key)}:${canonicalJson(item)}`);
  }
  return `{${fields.join(',')}}`;
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}
