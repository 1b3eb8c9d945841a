import { existsSync } from 'node:fs';
import { chown, lstat, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the worker finds its folder of secrets, inside. */
export const SECRETS_MOUNT = '/run/agentcoord';
const FILE = 'secrets.json';

/** Names the file to the worker, which reads and removes it before anything else. */
export const SECRETS_FILE_VARIABLE = 'AGENTCOORD_SECRETS_FILE';
export const SECRETS_FILE_INSIDE = `${SECRETS_MOUNT}/${FILE}`;

/**
 * A folder with the secrets of one worker, to be mounted: 0700 with a file of 0600, in memory where the
 * system has a place for that. What is in a container's `Env` can be read by all who may ask the engine.
 */
export async function writeSecrets(
  spawnId: string,
  secrets: Readonly<Record<string, string>>,
  owner: { uid: number; gid: number },
): Promise<string> {
  const folder = placeOf(spawnId);
  // Never one that somebody else made in advance.
  await mkdir(folder, { mode: 0o700 });
  try {
    const file = join(folder, FILE);
    await writeFile(file, JSON.stringify(secrets), { mode: 0o600 });
    if (process.getuid?.() === 0) {
      await chown(file, owner.uid, owner.gid);
      await chown(folder, owner.uid, owner.gid);
    }
    return folder;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Where the secrets of that worker are, if there are any: found again by whoever knows its spawn id. */
export function secretsFolderOf(spawnId: string): string | undefined {
  const folder = placeOf(spawnId);
  return /^[\w-]+$/.test(spawnId) && existsSync(folder) ? folder : undefined;
}

const PREFIX = 'agentcoord-secrets-';
/** From its folder to its container a worker takes moments. */
const ABANDONED_AFTER_MS = 10 * 60_000;

/**
 * Removes the folders of workers that never came to be: their spawner died before it had the container made. They are
 * told by their age, and by the engine that knows no such container.
 *
 * @param isKnown whether there is a container of that spawn id; `undefined` when nobody can say, and then it stays.
 */
export async function sweepSecrets(
  isKnown: (spawnId: string) => Promise<boolean | undefined>,
  now = Date.now(),
): Promise<void> {
  const names = await readdir(place()).catch(() => []);
  for (const name of names) {
    const [, spawnId] = /^agentcoord-secrets-([\w-]+)$/.exec(name) ?? [];
    if (spawnId === undefined) continue;
    const found = await lstat(join(place(), name)).catch(() => undefined);
    if (!found?.isDirectory() || now - found.mtimeMs < ABANDONED_AFTER_MS) continue;
    // Of another user: theirs to sweep, and not to be removed by us anyway.
    if (process.getuid?.() !== 0 && found.uid !== process.getuid?.()) continue;
    if ((await isKnown(spawnId)) !== false) continue;
    await rm(join(place(), name), { recursive: true, force: true }).catch(() => undefined);
  }
}

function placeOf(spawnId: string): string {
  return join(place(), `${PREFIX}${spawnId}`);
}

function place(): string {
  return process.env.XDG_RUNTIME_DIR || tmpdir();
}
