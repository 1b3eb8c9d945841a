import type { Look } from '@agentcoord/client';
import { AgentCoordError } from '@agentcoord/core';
import { StandingLocks } from '@agentcoord/locks';
import { attend } from '@agentcoord/registry';
import { type HookSession, isOfSession } from './hook-session.js';
import { SessionNotes } from './session-notes.js';

/** The locks of whoever this call is for. A subagent also gets what its own session holds: that may be waiting for it. */
export function sessionLocks(look: Look, session: HookSession): StandingLocks {
  const { identity, holder, holderName } = session;
  return new StandingLocks({
    storage: look.storage,
    resources: look.resources,
    holder,
    agentName: holderName,
    ttl: look.configuration.hooks.lockTtl ?? '10m',
    passesFrom: (other) => holder !== identity && other === identity,
  });
}

export function notesOf(look: Pick<Look, 'configuration'>, session: HookSession): SessionNotes {
  return new SessionNotes(look.configuration.storeFolder, session.incarnation);
}

/** Registers the session, or says that it is still there, and renews all it holds. */
export async function showPresence(look: Look, session: HookSession, workingOn?: string): Promise<void> {
  const notes = notesOf(look, session);
  const subject = workingOn ?? notes.workingOn();
  await attendAs(look, session, {
    state: 'working',
    ...(subject === undefined ? {} : { workingOn: subject }),
  });
  notes.write(subject);
  const holders = new Set(
    (await look.locks()).map(({ holder }) => holder).filter((holder) => isOfSession(session, holder)),
  );
  for (const holder of holders) await sessionLocks(look, { ...session, holder }).renewAll();
}

/**
 * Where another agent has the name, this session is not listed, and is the holder of its locks all the same: two windows that
 * were given one name must not edit one file.
 */
export async function attendAs(
  { storage }: Pick<Look, 'storage'>,
  { name, incarnation }: HookSession,
  shown: { state: 'working' | 'idle'; workingOn?: string },
): Promise<void> {
  try {
    await attend(storage, { name, incarnation, kind: 'session', role: 'Claude Code', ...shown });
  } catch (error) {
    if (!AgentCoordError.is(error, 'conflict')) throw error;
  }
}
