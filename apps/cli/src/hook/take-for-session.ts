import type { Look } from '@agentcoord/client';
import { AgentCoordError } from '@agentcoord/core';
import type { HookSession } from './hook-session.js';
import { sessionLocks } from './session-locks.js';

/**
 * Locks the files for the session, all or none. A file that its own MCP server has locked is locked for it already, and left so.
 * @throws `lock_held` for one that another agent holds.
 */
export async function takeForSession(
  { look, session }: { look: Look; session: HookSession },
  files: string[],
  intent: string,
): Promise<void> {
  const locks = sessionLocks(look, session);
  try {
    await locks.take(files, { intent });
  } catch (error) {
    if (!(await isOwnServers(error, look))) throw error;
    for (const file of files)
      await locks.take(file, { intent }).catch(async (refused: unknown) => {
        if (!(await isOwnServers(refused, look))) throw refused;
      });
  }
}

async function isOwnServers(error: unknown, look: Look): Promise<boolean> {
  if (!AgentCoordError.is(error, 'lock_held') || typeof error.data.holder !== 'string') return false;
  const { isOfSameProgram } = await import('./same-program.js');
  return isOfSameProgram(look, error.data.holder);
}
