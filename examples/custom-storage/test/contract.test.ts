import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeStorageContract } from '@agentcoord/conformance';
import { openCountingStorage } from '../open-counting-storage.js';

// While you write it, call a part alone: `describeLeases`, `describeQueues` …
// With `reopen` and `connection` the contract also has several clients, and crowds of processes that are killed.
describeStorageContract({
  name: 'counting',
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
