import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { crashPoint } from '@agentcoord/core';

/** The bytes as text, or `undefined` where there is no file. @throws where they are no UTF-8: they would not survive. */
export async function readText(file: string): Promise<string | undefined> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (bytes === undefined) return undefined;
  const text = bytes.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(bytes)) throw new Error('it is no UTF-8');
  return text;
}

/**
 * Puts a text in the place of a file in one step: whoever reads, and whoever looks after a crash, sees the old one or the new one.
 * `undefined` removes it. @returns false where the file was not `expected` any more; then nothing happened.
 */
export async function swapFile(
  file: string,
  expected: string | undefined,
  text: string | undefined,
  mode?: number,
): Promise<boolean> {
  const folder = dirname(file);
  await mkdir(folder, { recursive: true });
  await removeLeftovers(folder, file);
  const unfinished = join(folder, `${prefixOf(file)}${process.pid}.new`);
  try {
    if (text !== undefined) await writeNew(unfinished, text, mode ?? (await modeOf(file)));
    if ((await readText(file)) !== expected) return false;
    crashPoint('setup-before-swap');
    if (text === undefined) await rm(file, { force: true });
    else await rename(unfinished, file);
    crashPoint('setup-after-swap');
    await syncFolder(folder);
    return true;
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function writeNew(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, 'w', mode);
  try {
    await file.chmod(mode);
    // In two steps, so that a kill in between can be tried.
    const bytes = Buffer.from(text, 'utf8');
    const half = bytes.length >> 1;
    await file.write(bytes, 0, half, 0);
    crashPoint('setup-half-written');
    await file.write(bytes, half, bytes.length - half, half);
    await file.sync();
    crashPoint('setup-written');
  } finally {
    await file.close();
  }
}

async function modeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ mode }) => mode & 0o777,
    () => 0o666 & ~process.umask(),
  );
}

function prefixOf(file: string): string {
  return `.${basename(file)}.agentcoord-`;
}

/** What a run that was killed left behind. */
async function removeLeftovers(folder: string, file: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(prefixOf(file))) continue;
    const pid = Number.parseInt(name.slice(prefixOf(file).length), 10);
    if (!isAlive(pid)) await rm(join(folder, name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
