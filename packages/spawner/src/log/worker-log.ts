import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AgentCoordError, describeThrown } from '@agentcoord/core';

export interface OpenLog {
  file: FileHandle;
  /** Where the new worker's output begins. */
  offset: number;
}

/** Opens a log that only its user can read, for appending. @throws `spawn_failed`. */
export async function openWorkerLog(logFile: string, maxBytes: number, kept: number): Promise<OpenLog> {
  try {
    await mkdir(dirname(logFile), { recursive: true, mode: 0o700 });
    await rotate(logFile, maxBytes, kept);
    // A link put there by somebody else would make the worker write into a file of their choice.
    const flags = constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | constants.O_NOFOLLOW;
    const file = await open(logFile, flags, 0o600);
    await file.chmod(0o600);
    return { file, offset: (await file.stat()).size };
  } catch (error) {
    throw new AgentCoordError(
      'spawn_failed',
      `The worker was not started: its log ${logFile} cannot be written (${describeThrown(error)}). Free the path, or choose another logFolder.`,
      { data: { logFile }, cause: error },
    );
  }
}

async function rotate(logFile: string, maxBytes: number, kept: number): Promise<void> {
  const size = await stat(logFile).then(
    (found) => (found.isFile() ? found.size : 0),
    () => 0,
  );
  if (size < maxBytes) return;
  for (let number = kept - 1; number >= 1; number -= 1) {
    await renameIfThere(`${logFile}.${number}`, `${logFile}.${number + 1}`);
  }
  await renameIfThere(logFile, `${logFile}.1`);
}

async function renameIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
