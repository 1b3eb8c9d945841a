// What users put in is theirs: nothing inside is ours to convert.
const USER_DATA = new Set(['payload', 'result', 'value', 'details']);

/** A copy in which epoch milliseconds in `at` and in fields ending in `At` are ISO 8601 text. */
export function withIsoTimes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withIsoTimes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, convert(key, item)]));
}

function convert(key: string, item: unknown): unknown {
  if (USER_DATA.has(key)) return item;
  if (typeof item === 'number' && (key === 'at' || key.endsWith('At'))) return isoTime(item);
  return withIsoTimes(item);
}

export function isoTime(ms: number): string {
  // Beyond what a Date can hold, the number itself is still the truth.
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : String(ms);
}
