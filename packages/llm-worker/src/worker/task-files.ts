import { join } from 'node:path';
import type { FileLock } from '@agentcoord/locks';
import type { FileLocking } from '../ports/file-locking.js';

/** The locks of one task as an engine asks for them; its paths count from the root of the workspace. */
export function taskFiles(locks: FileLock, root: string): FileLocking {
  return {
    lock: (paths, { intent, waitMs, signal }) =>
      locks.acquire(
        paths.map((path) => join(root, path)),
        { intent, wait: waitMs, signal, folder: false },
      ),
  };
}
