import type { EventBody, JsonObject, ReplicaEntity, SpendCharge } from '@agentcoord/core';

/** One entity, as `replica/read` is asked for it. */
export interface EntityName {
  kind: ReplicaEntity['kind'];
  name: string;
  /** Its second half: the id of a record, the sequence of an entry, a slot. */
  more: string;
}

export function nameKey({ kind, name, more }: EntityName): string {
  return `${kind} ${name} ${more}`;
}

/** The kind, and the rest: no name has a slash but the last one, which ends the text. */
const ENTITY = /^([a-z]+)\/(.*)$/;

/** What an event touched. */
export function touchedBy({ entity, type, fields }: EventBody): EntityName[] {
  const [, kind = '', id = ''] = ENTITY.exec(entity) ?? [];
  const slash = id.indexOf('/');
  const halves = { name: id.slice(0, slash), more: id.slice(slash + 1) };
  switch (kind) {
    case 'task':
    case 'lease':
      return [{ kind, name: id, more: '' }];
    case 'record':
    case 'permit':
      return [{ kind, ...halves }];
    case 'log':
      return [{ kind, name: id, more: '' }, ...entryOf(id, type, fields)];
    case 'spend':
      return [
        { kind: 'reservation', name: id, more: '' },
        ...scopesOf(fields).map((name): EntityName => ({ kind: 'spend', name, more: '' })),
      ];
    default:
      return [];
  }
}

export function slotName(slot: string): EntityName {
  const [number = '', session = ''] = slot.split(' ');
  return { kind: 'slot', name: session, more: number };
}

function entryOf(log: string, type: EventBody['type'], { sequence }: JsonObject): EntityName[] {
  return type === 'log-appended' ? [{ kind: 'log-entry', name: log, more: String(sequence) }] : [];
}

/** Charged, refused or settled. */
function scopesOf({ charges, scope, scopes, amounts }: JsonObject): string[] {
  if (Array.isArray(charges)) return (charges as unknown as SpendCharge[]).map((charge) => charge.scope);
  if (typeof scope === 'string') return [scope];
  return Array.isArray(scopes) ? (scopes as string[]) : Object.keys(amounts ?? {});
}
