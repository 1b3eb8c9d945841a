import { openFileStorage } from '@agentcoord/storage-file';
import { countCalls } from './counting-storage.js';

/** As the processes of the contract open it. */
export const openCountingStorage = async ({ folder }: { folder: string }) =>
  countCalls(await openFileStorage({ folder }), new Map());
