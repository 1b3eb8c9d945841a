import type { Acting } from '../coordinator/acting.js';
import { type Escalation, type EscalationStep, PERSON } from './escalation.js';
import { escalationId, moveTo, type NewEscalation, raise, settle } from './escalations.js';

/** Raises it once for its subject and incarnation, whoever sees it. The audit log derives its entries from the record. */
export async function raiseMatter(acting: Acting, matter: Omit<NewEscalation, 'by'>): Promise<void> {
  const id = escalationId(matter);
  if (acting.told.has(id)) return;
  const escalation = await raise(acting.client.storage, { ...matter, by: acting.client.identity });
  acting.told.add(id);
  if (escalation !== undefined) acting.tell({ type: 'raised', escalation });
}

/** To another desk, if it still lies where it was seen. */
export async function moveMatter(
  acting: Acting,
  from: Escalation,
  step: Pick<EscalationStep, 'desk' | 'why'>,
): Promise<Escalation | undefined> {
  const escalation = await moveTo(acting.client.storage, from, { ...step, by: acting.client.identity });
  if (escalation !== undefined) acting.tell({ type: 'moved', escalation });
  return escalation;
}

export async function settleMatter(acting: Acting, { id }: Escalation, outcome: string): Promise<void> {
  const by = acting.client.identity;
  const escalation = await settle(acting.client.storage, id, { by, outcome });
  if (escalation === undefined) return;
  acting.tell({ type: 'settled', escalation });
  if (escalation.desk === PERSON) await resolveAlarm(acting, escalation, outcome);
}

/** The id of the thread that tells a person of it. */
export function alarmThread({ id }: Pick<Escalation, 'id'>): string {
  return `alarm-${id}`;
}

async function resolveAlarm(acting: Acting, escalation: Escalation, outcome: string): Promise<void> {
  // There may be none: the limit of open alarms was reached, or it was settled before it was told.
  await acting.client.board.resolve(alarmThread(escalation), outcome).catch(() => undefined);
}
