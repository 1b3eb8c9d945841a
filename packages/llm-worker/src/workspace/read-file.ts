import { constants } from 'node:fs';
import { type FileHandle, lstat, open, realpath } from 'node:fs/promises';
import { AgentCoordError, openedPath } from '@agentcoord/core';
import { refusedPath } from './path-text.js';
import { checkedReal, missing, resolveExisting, type WorkspacePath } from './resolve-path.js';
import type { Workspace } from './workspace.js';

const MAX_FILE_BYTES = 4 * 1024 * 1024;

/**
 * The bytes of a regular file inside the workspace. What is judged is the file that was opened, not
 * the name it was asked by: a link swapped in between check and open is found. Never blocks on a pipe
 * or a device.
 * @throws `invalid_argument`, `not_found`, `too_large`.
 */
export async function readWorkspaceFile(
  workspace: Workspace,
  path: string,
): Promise<WorkspacePath & { content: Buffer }> {
  const found = await resolveExisting(workspace, path);
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(found.absolute, flags).catch((cause: unknown) => {
    throw missing(path, cause);
  });
  try {
    const opened = await file.stat();
    if (!opened.isFile())
      throw refusedPath(
        path,
        opened.isDirectory() ? 'it is a folder; use list_files' : 'it is no regular file',
      );
    await checkOpened(workspace, path, file);
    if (opened.size > MAX_FILE_BYTES) throw tooLarge(path, opened.size);
    return { ...found, content: await readBounded(path, file) };
  } finally {
    await file.close();
  }
}

/** Where the open file really is. Linux says so itself; elsewhere the name must still lead to the same file. */
async function checkOpened(workspace: Workspace, path: string, file: FileHandle): Promise<void> {
  const real = openedPath(file.fd);
  if (real !== undefined) {
    checkedReal(workspace, { path, real, purpose: 'read' });
    return;
  }
  const again = await resolveExisting(workspace, path);
  const [opened, named] = await Promise.all([
    file.stat({ bigint: true }),
    lstat(again.absolute, { bigint: true }),
  ]);
  const same =
    opened.ino === named.ino &&
    opened.dev === named.dev &&
    (await realpath(again.absolute)) === again.absolute;
  if (!same) throw refusedPath(path, 'it was replaced while it was opened; try again');
}

/** A file may grow while it is read: its size at the beginning is no bound. */
async function readBounded(path: string, file: FileHandle): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for (;;) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, null);
    if (bytesRead === 0) return Buffer.concat(chunks);
    size += bytesRead;
    if (size > MAX_FILE_BYTES) throw tooLarge(path, size);
    chunks.push(buffer.subarray(0, bytesRead));
  }
}

function tooLarge(path: string, bytes: number): AgentCoordError {
  return new AgentCoordError(
    'too_large',
    `"${path}" has ${bytes} bytes; files up to ${MAX_FILE_BYTES} bytes can be read. Use search to find the part you need.`,
    { data: { field: 'path', limit: MAX_FILE_BYTES, actual: bytes } },
  );
}
