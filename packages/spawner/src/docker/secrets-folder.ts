import { existsSync } from 'node:fs';
import { chown, mkdir, rm, writeFile } from 'node:fs/promises';
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

function placeOf(spawnId: string): string {
  return join(process.env.XDG_RUNTIME_DIR || tmpdir(), `agentcoord-secrets-${spawnId}`);
}
