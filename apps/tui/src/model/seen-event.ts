import type { JsonObject, JsonValue, LogEntry } from '@agentcoord/core';

/** An entry of the events log, taken apart. Anything may lie in a log, so nothing here is trusted to be there. */
export interface SeenEvent {
  sequence: number;
  at: number;
  type: string;
  /** `task`, `lease`, `record`, `log`, `spend`, `permit`. */
  kind: string;
  /** What follows the kind: a task's id, `agents/Ada`. */
  id: string;
  version: number;
  fields: JsonObject;
}

export function seenEvent({ sequence, at, body }: LogEntry): SeenEvent | undefined {
  const { type, entity, version, fields } = body;
  if (typeof type !== 'string' || typeof entity !== 'string' || typeof version !== 'number') return undefined;
  const slash = entity.indexOf('/');
  if (slash === -1) return undefined;
  return {
    sequence,
    at,
    type,
    kind: entity.slice(0, slash),
    id: entity.slice(slash + 1),
    version,
    fields: isObject(fields) ? fields : {},
  };
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function numberOf(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

export function textsOf(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
