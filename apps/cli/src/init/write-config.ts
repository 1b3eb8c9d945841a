import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ConfigFile } from '@agentcoord/client';
import { AgentCoordError, describeThrown, newId } from '@agentcoord/core';

/**
 * Adds these keys to the configuration, and makes it where there is none: whole, or not at all. The file was checked when the
 * configuration was resolved.
 */
export async function writeConfig(file: string, changes: ConfigFile): Promise<{ created: boolean }> {
  try {
    const before = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    const known = before === undefined ? {} : (JSON.parse(before) as ConfigFile);
    const after = `${JSON.stringify({ ...known, ...changes }, undefined, 2)}\n`;
    if (after !== before) await replace(file, after);
    return { created: before === undefined };
  } catch (error) {
    throw new AgentCoordError(
      'storage_unwritable',
      `${file} cannot be written: ${describeThrown(error)}. Run this where you may write.`,
      { data: { file }, cause: error },
    );
  }
}

async function replace(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${newId('draft')}`;
  try {
    await writeFile(draft, text, { flag: 'wx' });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
