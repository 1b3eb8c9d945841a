import type { HookAnswer } from './hook-answer.js';
import { hookSession } from './hook-session.js';
import type { Hook } from './run-hook.js';
import { notesOf, showPresence } from './session-locks.js';

/** A sign of life: the session stays registered and keeps what it holds. Mostly there was one a moment ago. */
export async function onPostToolUse({ call, input }: Hook): Promise<HookAnswer | undefined> {
  const configuration = await call.configure({ cwd: input.cwd });
  const session = hookSession(input, call.io.environment);
  if (!notesOf({ configuration }, session).isFresh())
    await showPresence(await call.look({ cwd: input.cwd }), session);
  return undefined;
}
