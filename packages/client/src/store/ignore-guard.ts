import { mkdir, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { AgentCoordError, describeThrown } from '@agentcoord/core';
import type { Configuration } from '../configuration/configuration.js';

/** Makes the store's folder and, where git could ever see it, tells git to leave it alone. */
export async function prepareStoreFolder({ storeFolder, repository }: Configuration): Promise<void> {
  const hidden = repository.commonDir !== undefined && storeFolder.startsWith(repository.commonDir + sep);
  try {
    await mkdir(storeFolder, { recursive: true, mode: 0o700 });
    if (!hidden) await writeUnlessThere(join(storeFolder, '.gitignore'), '*\n');
  } catch (error) {
    throw new AgentCoordError(
      'storage_unwritable',
      `The store's folder ${storeFolder} cannot be made: ${describeThrown(error)}. ` +
        'Give this user the right to write there, or set AGENTCOORD_HOME to another folder.',
      { data: { folder: storeFolder }, cause: error },
    );
  }
}

async function writeUnlessThere(file: string, content: string): Promise<void> {
  try {
    await writeFile(file, content, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
