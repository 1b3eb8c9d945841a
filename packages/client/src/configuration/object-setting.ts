import { invalid } from '@agentcoord/core';

/** A setting of several parts. @throws `invalid_argument` with an example of what would be right. */
export function objectOf(value: unknown, field: string, example: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw invalid(field, `an object such as ${example}`, value);
}
