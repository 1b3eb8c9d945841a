import {
  AgentCoordError,
  formatDuration,
  type JsonObject,
  type LeaseConflict,
  type LeaseKey,
  printable,
} from '@agentcoord/core';
import { decodeDetails, describeHolder } from './lock-details.js';
import { keysOverlap } from './names/key-overlap.js';
import { resourceOfKey } from './names/resource.js';

export interface LockHeld {
  conflicts: readonly LeaseConflict[];
  keys: ReadonlyArray<Required<LeaseKey>>;
  /** Storage clock. */
  now: number;
  waitMs: number;
  position?: number;
}

/** `data`: path, lockedPath, holder, agent, intent, expiresAt, waiting, position. A holder is named before a waiter. */
export function lockHeldError(held: LockHeld): AgentCoordError {
  const conflict = held.conflicts.find((item) => !item.waiting) ?? held.conflicts[0];
  if (conflict === undefined)
    return new AgentCoordError(
      'lock_held',
      'No lock is granted yet: the store may have forgotten who holds what, and waits until that is over. Try again in a minute.',
    );
  const details = decodeDetails(conflict.details);
  const asked = held.keys.find((key) => keysOverlap(key, conflict)) ?? conflict;
  const path = resourceOfKey(asked.key);
  const lockedPath = resourceOfKey(conflict.key);
  const data: JsonObject = {
    path,
    lockedPath,
    holder: conflict.holder,
    ...details,
    expiresAt: conflict.expiresAt,
    waiting: conflict.waiting,
    ...(held.position === undefined ? {} : { position: held.position }),
  };
  const who = describeHolder(conflict.holder, details);
  const through = lockedPath === path ? '' : ` through its lock on ${shown(lockedPath)}`;
  const left = formatDuration(Math.max(0, conflict.expiresAt - held.now));
  const state = conflict.waiting
    ? `is wanted by ${who}, who asked earlier${through}.`
    : `is locked by ${who}${through} for another ${left}, longer if renewed.`;
  const waited = held.waitMs > 0 ? ` Waited ${formatDuration(held.waitMs)}.` : '';
  return new AgentCoordError(
    'lock_held',
    `${shown(path)} ${state}${waited} Wait longer, work on something else, or ask its holder to release it.`,
    { data },
  );
}

export function wouldDeadlockError(
  held: ReadonlyArray<Required<LeaseKey>>,
  keys: ReadonlyArray<Required<LeaseKey>>,
): AgentCoordError {
  const heldPaths = held.map((key) => resourceOfKey(key.key));
  const paths = keys.map((key) => resourceOfKey(key.key));
  return new AgentCoordError(
    'would_deadlock',
    `${listed(paths)} is locked by another agent, and waiting for it while holding ${listed(heldPaths)} is how deadlocks ` +
      'are made. Release what you hold and ask for all paths in one call, or try without waiting.',
    { data: { paths, held: heldPaths } },
  );
}

export interface LostLock {
  paths: readonly string[];
  grantId: string;
  fence: number;
}

export function lockExpiredError(lost: LostLock): AgentCoordError {
  return lockLostError(
    lost,
    'it could not be renewed in time, because this process or the store stood still',
  );
}

export function lockGoneError(lost: LostLock): AgentCoordError {
  return lockLostError(
    lost,
    'it was released by force, or it expired while this process or the store stood still',
  );
}

function lockLostError(lost: LostLock, why: string): AgentCoordError {
  return new AgentCoordError(
    'lock_lost',
    `Lost the lock on ${listed(lost.paths)}: ${why}. Stop writing; lock again and look at the file before you go on.`,
    { data: { paths: [...lost.paths], grantId: lost.grantId, fence: lost.fence } },
  );
}

export function grantedTooLateError(paths: readonly string[], ttlMs: number): AgentCoordError {
  return new AgentCoordError(
    'lock_lost',
    `The lock on ${listed(paths)} was granted, but its ${formatDuration(ttlMs)} ran out before the answer arrived. ` +
      'It was given back. Use a longer ttl.',
    { data: { paths: [...paths], ttlMs } },
  );
}

export function nobodyHoldsError(path: string): AgentCoordError {
  return new AgentCoordError(
    'not_found',
    `Nobody holds a lock on ${shown(path)}. See who holds what with list().`,
    {
      data: { path },
    },
  );
}

function listed(paths: readonly string[]): string {
  const first = paths.slice(0, 3).map(shown).join(', ');
  return paths.length > 3 ? `${first} and ${paths.length - 3} more` : first;
}

function shown(path: string): string {
  return path === '.' ? 'the whole repository' : printable(path, { singleLine: true });
}
