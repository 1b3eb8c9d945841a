import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { throwIfAborted } from '@agentcoord/core';
import type { FencedWrites } from '../ports/fenced-writes.js';
import type { FileLocking } from '../ports/file-locking.js';

/** In a tree that one attempt has for itself there is nobody to be locked out; the merge lease protects what follows. */
export const NO_LOCKS: FileLocking = {
  lock: () =>
    Promise.resolve({
      fence: 1,
      signal: new AbortController().signal,
      release: () => Promise.resolve(),
    }),
};

const NEW_FILE_MODE = 0o644;

/** Whole files or none, for a tree of one's own. */
export const PRIVATE_FILES: FencedWrites = {
  raise: () => Promise.resolve(),
  async write({ path, content, mode = NEW_FILE_MODE, signal }) {
    throwIfAborted(signal, 'a write');
    const temporary = join(
      dirname(path),
      `.${basename(path).slice(0, 100)}.${randomBytes(6).toString('hex')}.agentcoord`,
    );
    try {
      const file = await open(temporary, 'wx', mode);
      try {
        await file.writeFile(content);
        await file.chmod(mode);
        await file.sync();
      } finally {
        await file.close();
      }
      throwIfAborted(signal, 'a write');
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  },
  remove: ({ path }) => rm(path, { force: true }),
};
