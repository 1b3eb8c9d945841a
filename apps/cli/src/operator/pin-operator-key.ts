import { readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Configuration } from '@agentcoord/client';
import { createKeyFile, describeThrown, keyFingerprint, newId } from '@agentcoord/core';
import { plain } from '../output/plain.js';

export type PinnedKey =
  | {
      file: string;
      publicKey: string;
      fingerprint: string;
      created: boolean;
      /** False: the project pins keys of others, and whoever has one of those must add this one. */
      pinned: boolean;
    }
  | { missing: string };

/** Makes this user's operator key if there is none, and pins it where nobody has pinned one yet. */
export async function pinOperatorKey(configuration: Configuration, configFile: string): Promise<PinnedKey> {
  const { operatorKeyFile: file } = configuration;
  try {
    const { key, created } = await createKeyFile(file);
    await hideFromGit(dirname(file));
    const { publicKey } = key;
    const pinned = await pin(configFile, publicKey);
    return { file, publicKey, fingerprint: keyFingerprint(publicKey), created, pinned };
  } catch (error) {
    return { missing: describeThrown(error) };
  }
}

/** Many people keep their home or its configuration in git. */
async function hideFromGit(folder: string): Promise<void> {
  await writeFile(join(folder, '.gitignore'), '*\n', { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  });
}

/** The file was checked when the configuration was read; here it only gets one more field. */
async function pin(configFile: string, publicKey: string): Promise<boolean> {
  const config = JSON.parse(await readFile(configFile, 'utf8')) as { operatorKeys?: string[] };
  if (config.operatorKeys !== undefined) return config.operatorKeys.includes(publicKey);
  const draft = `${configFile}.${newId('draft')}`;
  const whole = { ...config, operatorKeys: [publicKey] };
  await writeFile(draft, `${JSON.stringify(whole, undefined, 2)}\n`, { flag: 'wx' });
  await rename(draft, configFile);
  return true;
}

export function describePinned(key: PinnedKey): string[] {
  if ('missing' in key) {
    return [
      plain`No operator key: ${key.missing}`,
      'Approvals stay unsigned until there is one; mend that and run this again.',
    ];
  }
  const made = key.created ? 'made now' : 'was there already';
  return [
    plain`Your key   ${key.file} (${made}, fingerprint ${key.fingerprint}). Keep it to yourself; agents must not read it.`,
    key.pinned
      ? 'Approvals in this project count only when signed with it.'
      : plain`This project pins keys of others: to decide here, one of them adds ${key.publicKey} to operatorKeys.`,
  ];
}
