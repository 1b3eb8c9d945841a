import { randomUUID } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AgentCoordError, describeThrown } from '@agentcoord/core';

/** By it a report is known as one. */
export const FIRST_LINE = '<!DOCTYPE html><!-- agentcoord report -->';

/**
 * Writes the page beside its place and renames it: whoever opens the file sees the old page or the new one, whole.
 * @throws `already_exists` for a file that is no report, unless `force`; `storage_unwritable`.
 */
export async function writeReportFile(file: string, page: string, { force = false } = {}): Promise<void> {
  if (!force && !(await mayBeReplaced(file))) throw notOurs(file);
  const staged = join(dirname(file), `.${basename(file).slice(0, 60)}.${randomUUID()}`);
  try {
    await writeNew(staged, page);
    await rename(staged, file);
  } catch (error) {
    await rm(staged, { force: true }).catch(() => undefined);
    throw unwritable(file, error);
  }
}

async function writeNew(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o644);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Nothing is there, or a report. */
async function mayBeReplaced(file: string): Promise<boolean> {
  // Opening a pipe would wait for who writes to it.
  const found = await stat(file).catch(() => undefined);
  if (found !== undefined && !found.isFile()) return false;
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw unwritable(file, error);
  });
  if (handle === undefined) return true;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(FIRST_LINE.length));
    return buffer.subarray(0, bytesRead).toString('utf8') === FIRST_LINE;
  } catch (error) {
    throw unwritable(file, error);
  } finally {
    await handle.close();
  }
}

function notOurs(file: string): AgentCoordError {
  return new AgentCoordError(
    'already_exists',
    `${file} is there already and is no report. Name another file, or replace it with --force.`,
    { data: { file } },
  );
}

function unwritable(file: string, cause: unknown): AgentCoordError {
  return new AgentCoordError(
    'storage_unwritable',
    `${file} cannot be written: ${describeThrown(cause)}. Name a file in a folder where you may write.`,
    { data: { file }, cause },
  );
}
