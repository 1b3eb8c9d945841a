import {
  EVENTS_LOG,
  type JsonObject,
  type JsonValue,
  MAX_PAGE,
  type Storage,
  throwIfAborted,
} from '@agentcoord/core';

/** An entry of the events log, taken apart. Anything may lie in a log, so nothing here is trusted to be there. */
export interface SeenEvent {
  at: number;
  type: string;
  /** `task`, `lease`, `record`. */
  kind: string;
  /** What follows the kind. */
  id: string;
  fields: JsonObject;
}

export interface ReadEvents {
  storage: Pick<Storage, 'logs'>;
  until: number;
  signal?: AbortSignal | undefined;
  onEvent: (event: SeenEvent) => void;
}

/** Every event up to `until`, oldest first. Resolves to what the log had forgotten before it was read. */
export async function readEvents(
  options: ReadEvents,
): Promise<{ forgotten: number; keptFromAt: number | undefined }> {
  const { storage, until, signal, onEvent } = options;
  let after = 0;
  let forgotten = 0;
  let keptFromAt: number | undefined;
  for (;;) {
    throwIfAborted(signal, 'reading the events');
    const { entries, head } = await storage.logs.read({ log: EVENTS_LOG, after, limit: MAX_PAGE });
    const first = head.firstSequence ?? after + 1;
    // Also in the middle: while this is read, the oldest may go.
    forgotten += Math.max(0, first - 1 - after);
    after = Math.max(after, first - 1);
    for (const { sequence, at, body } of entries) {
      after = sequence;
      keptFromAt ??= at;
      if (at > until) return { forgotten, keptFromAt };
      const event = seenEvent(at, body);
      if (event !== undefined) onEvent(event);
    }
    if (entries.length < MAX_PAGE) return { forgotten, keptFromAt };
  }
}

function seenEvent(at: number, { type, entity, fields }: JsonObject): SeenEvent | undefined {
  if (typeof type !== 'string' || typeof entity !== 'string') return undefined;
  const slash = entity.indexOf('/');
  if (slash === -1) return undefined;
  return {
    at,
    type,
    kind: entity.slice(0, slash),
    id: entity.slice(slash + 1),
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
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
