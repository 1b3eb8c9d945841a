import { AgentCoordError, checkInteger, type JsonObject } from '@agentcoord/core';

/** Numbers, lists and JSON of the command line. The ranges are checked where the value is used; only the form is checked here. */
export function wholeNumber(text: string, field: string, min: number, max: number): number {
  return checkInteger(/^-?\d+$/.test(text) ? Number(text) : text, field, min, max);
}

/** For a repeatable option that also takes `a,b`. */
export function collect(text: string, before: string[] | undefined): string[] {
  return [...(before ?? []), ...text.split(',').map((part) => part.trim())];
}

/** `--tag` and `--tags` are the same option: nobody should have to remember which command has which. */
export function bothSpellings({ tag, tags }: { tag?: string[]; tags?: string[] }): string[] | undefined {
  return tag || tags ? [...(tag ?? []), ...(tags ?? [])] : undefined;
}

export function jsonObject(text: string, field: string): JsonObject {
  const value = parseJson(text, field);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw new AgentCoordError(
    'invalid_argument',
    `${field} must be a JSON object such as '{"key": "value"}'.`,
    {
      data: { field, expected: 'a JSON object' },
    },
  );
}

function parseJson(text: string, field: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AgentCoordError(
      'invalid_argument',
      `${field} is not JSON: ${why}. Mind the quotes of your shell.`,
      {
        data: { field, expected: 'JSON' },
        cause,
      },
    );
  }
}
