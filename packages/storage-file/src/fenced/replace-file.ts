import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { AgentCoordError, describeThrown } from '@agentcoord/core';
import { hasErrno } from '../opening/private-folder.js';
import { diskFull, unwritable } from '../sqlite/storage-error.js';
import type { FilePlace } from './file-place.js';

/** New files get what the shell would give them; an existing file keeps its own mode. */
const NEW_FILE_MODE = 0o666;

/** Writes the content beside the file, on the disk for certain. Returns the path of the temporary file. */
export async function writeBeside(
  { file: path, name, beside }: FilePlace,
  content: string | Uint8Array,
  mode?: number,
): Promise<string> {
  const temporary = beside(`.${name.slice(0, 100)}.${randomBytes(6).toString('hex')}.agentcoord`);
  try {
    const existing = statSync(path, { throwIfNoEntry: false });
    const file = await open(temporary, 'wx', mode ?? existing?.mode ?? NEW_FILE_MODE);
    try {
      await file.writeFile(content);
      // The creation mask has been at the mode.
      if (mode !== undefined || existing) await file.chmod((mode ?? existing?.mode ?? 0) & 0o7777);
      await file.sync();
    } finally {
      await file.close();
    }
    return temporary;
  } catch (error) {
    await removeTemporary(temporary);
    throw error;
  }
}

/** What fails here must not hide why the write failed. */
export async function removeTemporary(path: string): Promise<void> {
  await rm(path, { force: true }).catch(() => undefined);
}

export function fileError(path: string, error: unknown): AgentCoordError {
  if (AgentCoordError.is(error)) return error;
  if (hasErrno(error, 'ENOSPC', 'EDQUOT')) return diskFull(path, error);
  if (hasErrno(error, 'EACCES', 'EPERM', 'EROFS')) return unwritable(path, error);
  return new AgentCoordError(
    hasErrno(error, 'ENOENT', 'ENOTDIR') ? 'not_found' : 'invalid_argument',
    `${path} could not be written: ${describeThrown(error)}. Its folder must exist, and it must not be a folder itself.`,
    { cause: error, data: { path } },
  );
}
