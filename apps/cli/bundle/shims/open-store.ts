import type { FencedFiles, Storage } from '@agentcoord/core';
import { openFileStorage } from '@agentcoord/storage-file';
import type { Configuration } from '../../../../packages/client/src/configuration/configuration.js';
import { prepareStoreFolder } from '../../../../packages/client/src/store/ignore-guard.js';

/** As the client's, with the file store in the bundle: an import at run time would bring all of it. */
export async function openStore(configuration: Configuration): Promise<Storage> {
  await prepareStoreFolder(configuration);
  return openFileStorage({ folder: configuration.storeFolder });
}

export function openFencedWrites(): Promise<FencedFiles> {
  throw new TypeError('A quick command only looks.');
}
