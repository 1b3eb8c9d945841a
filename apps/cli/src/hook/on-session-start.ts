import { appendFileSync, readFileSync } from 'node:fs';
import { digest } from './digest.js';
import { additionalContext, type HookAnswer } from './hook-answer.js';
import { hookSession } from './hook-session.js';
import { handOver, withUnread } from './messages.js';
import type { Hook } from './run-hook.js';
import { showPresence } from './session-locks.js';

/** Registers the session and tells it who it is, and what goes on. After a compaction it has to be told again. */
export async function onSessionStart({ call, input }: Hook): Promise<HookAnswer | undefined> {
  const session = hookSession(input, call.io.environment);
  keepName(call.io.environment.CLAUDE_ENV_FILE, session.name);
  const look = await call.look({ cwd: input.cwd });
  await showPresence(look, session).catch(async (error: unknown) => {
    // A namespace that nobody has used yet gets its owner by a whole client.
    if (look.failover === undefined) throw error;
    await call.connect();
    await showPresence(look, session);
  });
  const told = await withUnread(look, session.name, async (page) => {
    const text = await digest({ call, look, session, page, isAgain: input.source === 'compact' });
    return additionalContext('SessionStart', text);
  });
  await handOver(call, look, { agent: session.name, ...told });
  return undefined;
}

/** The shell commands of the session act in its name. */
function keepName(file: string | undefined, name: string): void {
  if (file === undefined || file === '') return;
  const line = `export AGENTCOORD_AGENT_ID='${name.replaceAll("'", `'\\''`)}'\n`;
  try {
    if (readFileSync(file, 'utf8').includes(line)) return;
  } catch {
    // It is made by the first who writes.
  }
  appendFileSync(file, line);
}
