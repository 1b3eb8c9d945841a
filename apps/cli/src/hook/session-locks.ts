import type { Look } from '@agentcoord/client';
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
  await attend(look.storage, {
    name: session.name,
    incarnation: session.incarnation,
    kind: 'session',
    role: 'Claude Code',
    state: 'working',
    ...(subject === undefined ? {} : { workingOn: subject }),
  });
  notes.write(subject);
  const holders = new Set(
    (await look.locks()).map(({ holder }) => holder).filter((holder) => isOfSession(session, holder)),
  );
  for (const holder of holders) await sessionLocks(look, { ...session, holder }).renewAll();
}
