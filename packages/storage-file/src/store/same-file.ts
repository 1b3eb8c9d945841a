import { statSync } from 'node:fs';
import { AgentCoordError } from '@agentcoord/core';

/** How often a look is worth its 3 µs. */
const LOOK_EVERY_MS = 100;

/**
 * A check that the file under this path is still the one that is open. Somebody who deletes or replaces
 * the store under running agents would otherwise split them: those that run go on in a file without a
 * name, those that start make a new one, and a lock is held twice.
 */
export function sameFileCheck(path: string): () => void {
  const opened = statSync(path).ino;
  let lookAgainAt = 0;
  return () => {
    const now = performance.now();
    if (now < lookAgainAt) return;
    if (statSync(path, { throwIfNoEntry: false })?.ino !== opened) {
      throw new AgentCoordError(
        'storage_corrupt',
        `The store ${path} was deleted or replaced while this process had it open. Restart every agent that used it; nothing was changed.`,
        { data: { path } },
      );
    }
    lookAgainAt = now + LOOK_EVERY_MS;
  };
}
