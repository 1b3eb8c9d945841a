import type { Look } from '@agentcoord/client';
import { AgentCoordError } from '@agentcoord/core';
import type { LockInfo } from '@agentcoord/locks';
import picomatch from 'picomatch';
import { type HookSession, isOfSession } from '../hook-session.js';
import { isOfSameProgram } from '../same-program.js';
import type { WrittenPattern } from '../written-paths.js';

/** @throws `lock_held` for a file that a pattern means and another agent holds. Takes no lock. */
export async function refuseForeign(
  { look, session }: { look: Look; session: HookSession },
  patterns: readonly WrittenPattern[],
): Promise<void> {
  for (const { folder, glob } of patterns) {
    const { resource } = await look.resources.resolve(folder);
    const isMeant = matcher(resource, glob);
    const foreign = (await look.locks({ under: folder })).filter(
      (lock) => !isOfSession(session, lock.holder) && isMeant(lock),
    );
    let held: LockInfo | undefined;
    for (const lock of foreign) if (!(await isOfSameProgram(look, lock.holder))) held ??= lock;
    if (held === undefined) continue;
    const { path, holder, agent, intent, expiresAt } = held;
    throw new AgentCoordError('lock_held', `${path} is locked by ${agent ?? holder}.`, {
      data: {
        path,
        holder,
        expiresAt,
        ...(agent === undefined ? {} : { agent }),
        ...(intent === undefined ? {} : { intent }),
      },
    });
  }
}

function matcher(folder: string, glob: string): (lock: LockInfo) => boolean {
  const isMatch = picomatch(glob, { dot: glob.startsWith('**') });
  return ({ path, scope }) => {
    if (path === '.' || path === folder) return true;
    const below =
      folder === '.' ? path : path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
    // Somebody holds the folder that the pattern is in.
    if (below === undefined) return scope === 'tree';
    // What a pattern means it means with all below it.
    const parts = below.split('/');
    return parts.some((_part, index) => isMatch(parts.slice(0, index + 1).join('/')));
  };
}
