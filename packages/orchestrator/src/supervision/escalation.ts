import type { JsonObject, StoredRecord } from '@agentcoord/core';

export const ESCALATIONS = 'escalations';

/** At whose desk a matter is when no coordinator is above. */
export const PERSON = 'person';

export const MATTERS = ['question', 'task-failed', 'agent-hung', 'team-without-lead'] as const;
/** What can be escalated. */
export type Matter = (typeof MATTERS)[number];

/** One step on the way up, and why. */
export type EscalationStep = { desk: string; at: number; by: string; why: string };

/**
 * Something that needs somebody, at the desk of one coordinator after the other and at last of a person. One of an
 * occurrence: its id follows from subject and incarnation, so that any number of coordinators and restarts raise it once.
 */
export type Escalation = {
  id: string;
  matter: Matter;
  /** `task/<id>`, `thread/<id>`, `agent/<name>`, `team/<name>`. */
  subject: string;
  /** Which life or which round of the subject. */
  incarnation: string;
  /** For people. */
  title: string;
  message: string;
  /** Of the team where it came up. */
  team: string;
  /** The name of the coordinator whose turn it is, or `person`. */
  desk: string;
  state: 'open' | 'settled';
  raisedAt: number;
  /** Since when it has been at this desk. */
  movedAt: number;
  steps: EscalationStep[];
  settledAt?: number;
  settledBy?: string;
  /** What came of it. */
  outcome?: string;
};

export interface KnownEscalation {
  version: number;
  escalation: Escalation;
}

export function decodeEscalation(stored: StoredRecord | undefined): KnownEscalation | undefined {
  if (stored === undefined) return undefined;
  const { id, desk, matter, subject, steps } = stored.value;
  const isRight =
    [id, desk, subject].every((text) => typeof text === 'string') &&
    MATTERS.some((known) => known === matter) &&
    Array.isArray(steps);
  return isRight
    ? { version: stored.version, escalation: stored.value as Escalation & JsonObject }
    : undefined;
}
