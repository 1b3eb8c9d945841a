import { resolve } from 'node:path';
import type { Look } from '@agentcoord/client';
import type { LockInfo } from '@agentcoord/locks';
import { isOfSameProgram } from '../hook/same-program.js';
import { isHeldBy } from '../input/lock-holder.js';

export interface GuardedFile {
  /** As git names it. */
  name: string;
  lock: LockInfo;
}

/** Those of the files that somebody else holds exclusively. */
export async function heldByOthers(
  look: Look,
  files: readonly string[],
  { root, actor }: { root: string; actor: string },
): Promise<GuardedFile[]> {
  const foreign = (await look.locks()).filter(
    ({ holder, mode }) => mode === 'exclusive' && !isHeldBy(holder, actor),
  );
  if (foreign.length === 0) return [];
  const held: GuardedFile[] = [];
  for (const name of files) {
    const { resource } = await look.resources.resolve(resolve(root, name));
    const lock = foreign.find(
      ({ path, scope }) => path === resource || (scope === 'tree' && isBelow(resource, path)),
    );
    if (lock !== undefined && !(await isOfSameProgram(look, lock.holder))) held.push({ name, lock });
  }
  return held;
}

function isBelow(resource: string, folder: string): boolean {
  return folder === '.' || resource.startsWith(`${folder}/`);
}
