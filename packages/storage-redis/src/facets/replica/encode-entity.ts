import { type ReplicaEntity, type ReplicaEvent, type ReplicaRecord, SESSION_IDLE_MS } from '@agentcoord/core';
import { factsOf, placesOf } from '../leases.js';
import { encodeTask } from './encode-task.js';
import { toRemembered } from './remembered-call.js';

/** By the way of the fastest batch, at most. */
const CLOCK_IS_LATE_MS = 10_000;

/** Words of `replica/apply`, one entry: the kind, and what its part of the script takes. */
export function encodeEntity(entity: ReplicaEntity): string[] {
  const { kind } = entity;
  switch (kind) {
    case 'task':
      return entity.state === null ? [kind, entity.id] : [kind, ...encodeTask(entity.state)];
    case 'lease':
      return [kind, ...encodeLease(entity)];
    case 'record':
      return [kind, entity.collection, entity.id, ...encodeRecord(entity.state)];
    case 'log': {
      const { sequence, count, firstSequence = '' } = entity.state;
      return [kind, entity.id, ...[sequence, count, firstSequence].map(String)];
    }
    case 'log-entry': {
      const { sequence, id, at, author = '', queuedAt = '', body } = entity.state;
      const words = [String(sequence), id, String(at), author, JSON.stringify(body), String(queuedAt)];
      return [kind, entity.log, ...words];
    }
    case 'permit':
      return [kind, entity.name, entity.id, String(entity.state?.expiresAt ?? '')];
    case 'spend': {
      const { spent, reserved, refused } = entity.state;
      return [kind, entity.id, String(spent), String(reserved), refused ? '1' : ''];
    }
    case 'reservation': {
      const charges = Object.entries(entity.state?.charges ?? {});
      const lines = charges.map(([scope, amount]) => `${amount} ${scope}`).join('\n');
      return [kind, entity.id, String(entity.state?.expiresAt ?? ''), lines];
    }
    case 'slot':
      // One that its owner has forgotten may stay: what it remembers is true all the same.
      return entity.state === null
        ? []
        : [kind, entity.session, String(entity.slot), toRemembered(entity.state), String(SESSION_IDLE_MS)];
  }
}

export function encodeEvent({ sequence, at, body, slot }: ReplicaEvent): string[] {
  const named = slot === undefined ? '' : `${slot.slot} ${slot.session}`;
  return ['event', String(sequence), String(at), JSON.stringify(body), named];
}

function encodeLease({ id, state }: Extract<ReplicaEntity, { kind: 'lease' }>): string[] {
  if (state === null) return [id];
  const { holder, keys, fence, expiresAt, ttlMs, acquiredAt, details } = state;
  // The index may have no moment after the end, also not after that of a renewal by the clock of this copy, which is late.
  const moment = expiresAt - Math.min(ttlMs, CLOCK_IS_LATE_MS);
  const life = `${fence} ${expiresAt} ${ttlMs} ${acquiredAt} ${moment}`;
  return [
    ...[id, holder, placesOf(keys), factsOf(state), life],
    details === undefined ? '' : JSON.stringify(details),
  ];
}

function encodeRecord(state: ReplicaRecord): string[] {
  const version = String(state.version);
  if (state.value === null) return [version];
  const { value, labels, words, createdAt, updatedAt } = state;
  const found = words === undefined ? '' : ` ${words} `;
  return [
    version,
    JSON.stringify(value),
    JSON.stringify(labels),
    found,
    String(createdAt),
    String(updatedAt),
  ];
}
