import { depart } from '@agentcoord/registry';
import type { HookAnswer } from './hook-answer.js';
import { hookSession, isOfSession } from './hook-session.js';
import type { Hook } from './run-hook.js';
import { notesOf, sessionLocks } from './session-locks.js';

/** Gives back all that the session and its subagents hold, and takes it off the list. */
export async function onSessionEnd({ call, input }: Hook): Promise<HookAnswer | undefined> {
  const look = await call.look({ cwd: input.cwd });
  const session = hookSession({ sessionId: input.sessionId, agentId: undefined }, call.io.environment);
  await sessionLocks(look, session).releaseAll((holder) => isOfSession(session, holder));
  await depart(look.storage, session);
  notesOf(look, session).remove();
  return undefined;
}
