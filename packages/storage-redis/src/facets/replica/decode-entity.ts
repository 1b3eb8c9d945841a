import {
  AgentCoordError,
  type JsonObject,
  type LeaseGrant,
  type LogEntry,
  type ReplicaEntity,
  type ReplicaRecord,
} from '@agentcoord/core';
import { fieldsOf } from '../../decode/hash.js';
import { toReplicaTask } from './decode-task.js';
import type { EntityName } from './entity-name.js';
import { toReplicaSlot } from './remembered-call.js';

type Part = string | null;

/** What `replica/read` gave of an entity; undefined where nothing is to be told. */
export function decodeEntity({ kind, name, more }: EntityName, raw: Part[]): ReplicaEntity | undefined {
  const [first = null] = raw;
  switch (kind) {
    case 'task':
      return { kind, id: name, state: toReplicaTask(raw) };
    case 'lease':
      return { kind, id: name, state: toGrant(raw) };
    case 'record':
      return first === null
        ? undefined
        : { kind, collection: name, id: more, state: toRecord(name, more, raw) };
    case 'log':
      return { kind, id: name, state: toLog(raw) };
    case 'log-entry':
      // An archived one is told by its log.
      return first === null ? undefined : { kind, log: name, state: toEntry(name, more, raw) };
    case 'permit':
      return { kind, name, id: more, state: first === null ? null : { expiresAt: Number(first) } };
    case 'spend':
      return { kind, id: name, state: toSpend(raw) };
    case 'reservation':
      return { kind, id: name, state: toReservation(raw) };
    case 'slot':
      return slotEntity(name, more, first);
  }
}

/** As lease-grant.lua keeps it: numbers, holder, facts, details, and then its places. */
function toGrant([text = null]: Part[]): LeaseGrant | null {
  if (text === null) return null;
  const [numbers = '', , facts = '', details = ''] = text.split('\n', 4);
  const [fence = 0, expiresAt = 0, ttlMs = 0, acquiredAt = 0] = numbers.split(' ').map(Number);
  return {
    ...(JSON.parse(`{${facts}}`) as Pick<LeaseGrant, 'grantId' | 'holder' | 'keys'>),
    ...{ fence, ttlMs, acquiredAt, expiresAt },
    ...(details === '' ? {} : { details: JSON.parse(details) as JsonObject }),
  };
}

function toRecord(collection: string, id: string, raw: Part[]): ReplicaRecord {
  const [version, value = null, labels, words, createdAt, updatedAt] = raw;
  if (value === null) return { version: Number(version), value };
  const trimmed = (words ?? '').trim();
  return {
    ...{ collection, id, version: Number(version), value: JSON.parse(value) as JsonObject },
    labels: JSON.parse(labels ?? '{}') as Record<string, string>,
    ...(trimmed === '' ? {} : { words: trimmed }),
    createdAt: Number(createdAt),
    updatedAt: Number(updatedAt),
  };
}

function toLog([sequence, count, first = null]: Part[]) {
  return {
    sequence: Number(sequence ?? 0),
    count: Number(count ?? 0),
    ...(first === null ? {} : { firstSequence: Number(first) }),
  };
}

function toEntry(log: string, sequence: string, raw: Part[]): LogEntry {
  const fields = fieldsOf(raw);
  const author = fields.get('author') ?? '';
  const queued = fields.get('queued');
  try {
    return {
      sequence: Number(sequence),
      id: fields.get('id') ?? '',
      at: Number(fields.get('at')),
      ...(queued === undefined ? {} : { queuedAt: Number(queued) }),
      ...(author === '' ? {} : { author }),
      body: JSON.parse(fields.get('body') ?? '') as JsonObject,
    };
  } catch {
    throw new AgentCoordError(
      'storage_corrupt',
      `Entry ${sequence} of the log ${log} is no JSON object: something other than AgentCoord wrote to the store. Restore it from a backup.`,
      { data: { log, sequence: Number(sequence) } },
    );
  }
}

function toSpend([spent, reserved, refused]: Part[]) {
  return { spent: Number(spent ?? 0), reserved: Number(reserved ?? 0), refused: refused === '1' };
}

function toReservation([expiresAt = null, ...charges]: Part[]) {
  if (expiresAt === null) return null;
  const amounts = [...fieldsOf(charges)].map(([scope, amount]) => [scope, Number(amount)] as const);
  return { charges: Object.fromEntries(amounts), expiresAt: Number(expiresAt) };
}

function slotEntity(session: string, slot: string, remembered: Part): ReplicaEntity | undefined {
  if (remembered === null) return { kind: 'slot', session, slot: Number(slot), state: null };
  const state = toReplicaSlot(remembered);
  return state && { kind: 'slot', session, slot: Number(slot), state };
}
