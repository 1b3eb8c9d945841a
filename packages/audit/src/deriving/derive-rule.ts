import type { EventType, JsonObject } from '@agentcoord/core';
import type { DecisionInput } from '../entry/decision-input.js';

/** One entry of the events log, as a rule sees it. */
export interface SeenEvent {
  type: EventType;
  /** `task/<id>`, `lease/<grantId>`, `record/<collection>/<id>`, … */
  entity: string;
  fields: JsonObject;
}

/**
 * Turns an event into an entry, or leaves it. With an `id` of its own an entry is there once, however
 * many events tell of it.
 */
export type DeriveRule = (event: SeenEvent) => DecisionInput | undefined;
