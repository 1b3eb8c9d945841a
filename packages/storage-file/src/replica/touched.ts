import type { EventBody, SpendCharge } from '@agentcoord/core';
import type { View } from '../store/view.js';
import type { Found } from './entities/entity-kind.js';
import { readLease } from './entities/leases.js';
import { readPermit, readReservation, readSpendOf } from './entities/limits.js';
import { readLog, readLogEntry } from './entities/logs.js';
import { readRecord } from './entities/records.js';
import { readTask } from './entities/tasks.js';

/** One entity that an event touched: a name that tells it from all others, and how it is read. */
export interface Touched {
  name: string;
  read(view: View): Found | undefined;
}

/** The kind, and the rest: no name has a slash but the last one, which ends the text. */
const ENTITY = /^([a-z]+)\/(.*)$/;

export function touchedBy({ entity, type, fields }: EventBody): Touched[] {
  const [, kind, id = ''] = ENTITY.exec(entity) ?? [];
  const [first, second] = halves(id);
  switch (kind) {
    case 'task':
      return [{ name: entity, read: (view) => readTask(view, id) }];
    case 'lease':
      return [{ name: entity, read: (view) => readLease(view, id) }];
    case 'record':
      return [{ name: entity, read: (view) => readRecord(view, first, second) }];
    case 'permit':
      return [{ name: entity, read: (view) => readPermit(view, first, second) }];
    case 'log':
      return [
        { name: entity, read: (view) => readLog(view, id) },
        ...entryOf(id, type, Number(fields.sequence)),
      ];
    case 'spend':
      return [
        { name: entity, read: (view) => readReservation(view, id) },
        ...scopesOf(fields).map((scope) => ({
          name: `scope/${scope}`,
          read: (view: View) => readSpendOf(view, scope),
        })),
      ];
    default:
      return [];
  }
}

function entryOf(log: string, type: EventBody['type'], sequence: number): Touched[] {
  if (type !== 'log-appended') return [];
  return [{ name: `entry/${log}/${sequence}`, read: (view) => readLogEntry(view, log, sequence) }];
}

/** Charged, refused or settled. */
function scopesOf({ charges, scope, scopes, amounts }: EventBody['fields']): string[] {
  if (Array.isArray(charges)) return (charges as unknown as SpendCharge[]).map((charge) => charge.scope);
  if (typeof scope === 'string') return [scope];
  return Array.isArray(scopes) ? (scopes as string[]) : Object.keys(amounts ?? {});
}

function halves(id: string): [string, string] {
  const at = id.indexOf('/');
  return [id.slice(0, at), id.slice(at + 1)];
}
