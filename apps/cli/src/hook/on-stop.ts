import type { HookAnswer } from './hook-answer.js';
import { hookSession } from './hook-session.js';
import type { Hook } from './run-hook.js';
import { attendAs, notesOf, sessionLocks } from './session-locks.js';

/** The turn is over: what it locked is free. Subagents that still work keep theirs. */
export async function onStop({ call, input }: Hook): Promise<HookAnswer | undefined> {
  const look = await call.look({ cwd: input.cwd });
  const session = hookSession({ sessionId: input.sessionId, agentId: undefined }, call.io.environment);
  await sessionLocks(look, session).releaseAll();
  await attendAs(look, session, { state: 'idle' });
  // The next edit says again that it works.
  notesOf(look, session).outdate();
  return undefined;
}

export async function onSubagentStop({ call, input }: Hook): Promise<HookAnswer | undefined> {
  if (input.agentId === undefined) return undefined;
  const look = await call.look({ cwd: input.cwd });
  await sessionLocks(look, hookSession(input, call.io.environment)).releaseAll();
  return undefined;
}
