import type { JsonObject } from '../text/json.js';

export const EVENT_TYPES = [
  'lease-granted',
  'lease-renewed',
  'lease-released',
  'lease-revoked',
  'lease-expired',
  'task-added',
  'task-readied',
  'task-claimed',
  'task-renewed',
  'task-completed',
  'task-retried',
  'task-failed',
  'task-released',
  'task-expired',
  'task-cancelled',
  'task-requeued',
  'task-evicted',
  'record-stored',
  'record-removed',
  'log-appended',
  'log-archived',
  'permit-acquired',
  'permit-renewed',
  'permit-released',
  'spend-reserved',
  'spend-refused',
  'spend-settled',
] as const;

export type EventType = (typeof EVENT_TYPES)[number];

/**
 * The body of an entry of the `events` log: written in the same atomic step as the change itself.
 * One call may write several (a claim that also moved expired claims).
 */
export interface EventBody extends JsonObject {
  type: EventType;
  /** `task/<id>`, `lease/<grantId>`, `record/<collection>/<id>`, `log/<log>`, `permit/<name>/<id>`, `spend/<id>`. */
  entity: string;
  /** The entity's own sequence: applying events in this order, each once, gives the entity. */
  version: number;
  /** What changed. A payload is carried once, by `task-added` and `record-stored`. `null`: the field is gone. */
  fields: JsonObject;
}

/** About how many events are kept; older ones are dropped in batches. */
export const EVENTS_KEPT = 100_000;
