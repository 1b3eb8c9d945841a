import type { StorageHarness } from '../../src/index.js';
import { openMemoryStorage } from '../open-memory-storage.js';
import type { Sabotage } from './sabotages.js';

/** A fresh storage in memory for each test, with a guarantee switched off where one is named. */
export function memoryHarness(name: string, sabotage: Sabotage = (storage) => storage): StorageHarness {
  return {
    name,
    async open() {
      return { storage: sabotage(await openMemoryStorage()) };
    },
  };
}
