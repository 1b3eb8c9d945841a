import { link, mkdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AgentCoordError } from '../errors/agent-coord-error.js';
import { describeThrown } from '../errors/from-unknown.js';
import { writeDurably } from '../files/write-durably.js';
import { newId } from '../id.js';
import { SigningKey } from './signing-key.js';

const OTHERS = 0o077;

/**
 * The private key in a file (PKCS #8 PEM). `undefined` when there is none.
 * @throws `misconfigured` when others than its owner may read it, or it holds no such key.
 */
export async function readKeyFile(path: string): Promise<SigningKey | undefined> {
  try {
    const { mode, uid } = await stat(path);
    if ((mode & OTHERS) !== 0 || uid !== process.getuid?.()) throw exposed(path);
    return SigningKey.fromPem(await readFile(path, 'utf8'));
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    if (AgentCoordError.is(error, 'misconfigured')) throw error;
    throw new AgentCoordError(
      'misconfigured',
      `The key file ${path} cannot be used: ${describeThrown(error)} Restore it from a backup, or move it away and make a new key.`,
      { data: { file: path }, cause: error },
    );
  }
}

/**
 * Makes a key in a file of mode 0600, in a folder of mode 0700 where it makes one. Of several that do
 * so at once one wins and all get its key: the file appears whole or not at all.
 */
export async function createKeyFile(path: string): Promise<{ key: SigningKey; created: boolean }> {
  const known = await readKeyFile(path);
  if (known) return { key: known, created: false };
  const key = SigningKey.create();
  const draft = `${path}.${newId('draft')}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeDurably(draft, key.toPem());
    await link(draft, path);
    return { key, created: true };
  } catch (error) {
    const winner = isCode(error, 'EEXIST') ? await readKeyFile(path) : undefined;
    if (winner) return { key: winner, created: false };
    throw new AgentCoordError(
      'storage_unwritable',
      `The key file ${path} cannot be written: ${describeThrown(error)}. Make its folder writable for this user.`,
      { data: { file: path }, cause: error },
    );
  } finally {
    await rm(draft, { force: true });
  }
}

function exposed(path: string): AgentCoordError {
  return new AgentCoordError(
    'misconfigured',
    `The key file ${path} can be read by others, so it may no longer be yours alone. Run 'chmod 600 ${path}' as its owner, or move it away and make a new key.`,
    { data: { file: path } },
  );
}

function isCode(error: unknown, ...codes: string[]): boolean {
  return codes.includes(String((error as NodeJS.ErrnoException | null)?.code));
}
