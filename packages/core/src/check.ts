import { AgentCoordError } from './errors/agent-coord-error.js';

/**
 * The small validators of the edge. Each returns the value with its type, or throws
 * `invalid_argument` that names the field and what would be right.
 */
export function invalid(field: string, expected: string, received?: unknown): AgentCoordError {
  const got = received === undefined ? '' : `; got ${shown(received)}`;
  return new AgentCoordError('invalid_argument', `${field} must be ${expected}${got}.`, {
    data: { field, expected },
  });
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value);
  if (Array.isArray(value)) return 'a list';
  return value !== null && typeof value === 'object' ? 'an object' : String(value);
}

export function checkInteger(value: unknown, field: string, min: number, max: number): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max) return value;
  throw invalid(field, `a whole number from ${min} to ${max}`, value);
}

export interface TextRule {
  /** Default 1. */
  minLength?: number;
  /** In UTF-16 code units. */
  maxLength: number;
}

export function checkText(value: unknown, field: string, rule: TextRule): string {
  const min = rule.minLength ?? 1;
  if (typeof value !== 'string') throw invalid(field, 'text', value);
  if (value.length > rule.maxLength) {
    throw new AgentCoordError(
      'too_large',
      `${field} has ${value.length} characters; the limit is ${rule.maxLength}.`,
      { data: { field, limit: rule.maxLength, actual: value.length } },
    );
  }
  if (value.trim().length < min)
    throw invalid(field, min === 1 ? 'text that is not empty' : `at least ${min} characters`, value);
  return value;
}

export function checkOneOf<const T extends string>(value: unknown, field: string, allowed: readonly T[]): T {
  const found = allowed.find((item) => item === value);
  if (found !== undefined) return found;
  throw invalid(field, `one of ${allowed.join(', ')}`, value);
}

export function checkBoolean(value: unknown, field: string): boolean {
  if (typeof value === 'boolean') return value;
  throw invalid(field, 'true or false', value);
}

export function checkList(value: unknown, field: string, max: number, min = 0): readonly unknown[] {
  if (!Array.isArray(value)) throw invalid(field, 'a list', value);
  if (value.length < min) throw invalid(field, `a list of at least ${min}`, value);
  if (value.length > max) {
    throw new AgentCoordError(
      'limit_exceeded',
      `${field} has ${value.length} entries; the limit is ${max}.`,
      {
        data: { field, limit: max, actual: value.length },
      },
    );
  }
  return value;
}

const LABEL = /^[\p{L}\p{N}][\p{L}\p{N}._:/+#@-]{0,63}$/u;

/** A tag or capability: 1 to 64 letters, digits or `. _ : / + # @ -`, beginning with a letter or digit. */
export function checkLabel(value: unknown, field: string): string {
  if (typeof value === 'string' && LABEL.test(value)) return value.normalize('NFC');
  throw invalid(field, 'a label of 1 to 64 letters, digits or . _ : / + # @ - (no spaces)', value);
}

/** Labels without repeats, sorted: the same set is always the same list. */
export function checkLabels(value: unknown, field: string, max: number): string[] {
  const labels = checkList(value, field, max).map((item, index) => checkLabel(item, `${field}[${index}]`));
  return [...new Set(labels)].sort();
}
