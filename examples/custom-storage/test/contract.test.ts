import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeStorageContract } from '@agentcoord/conformance';
import { openMemoryStorage } from '@agentcoord/storage-file';
import { countCalls } from '../counting-storage.js';
import { openCountingStorage } from '../open-counting-storage.js';

// In memory first: quick, and enough while you write it.
describeStorageContract({
  name: 'counting, in memory',
  open: async () => ({ storage: countCalls(await openMemoryStorage(), new Map()) }),
});

// With `reopen` and `connection` the contract also has several clients, and crowds of processes that are killed.
describeStorageContract({
  name: 'counting, in files',
  async open() {
    const folder = await mkdtemp(join(tmpdir(), 'contract-'));
    return {
      storage: await openCountingStorage({ folder }),
      reopen: () => openCountingStorage({ folder }),
      connection: {
        module: new URL('../open-counting-storage.ts', import.meta.url).href,
        open: 'openCountingStorage',
        options: { folder },
      },
      remove: () => rm(folder, { recursive: true }),
    };
  },
});
