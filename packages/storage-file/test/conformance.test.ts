import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeStorageContract, type NamespaceUnderTest } from '@agentcoord/conformance';
import { openFileStorage, openMemoryStorage } from '../src/index.js';

describeStorageContract({
  name: 'memory',
  open: async () => ({ storage: await openMemoryStorage() }),
});

describeStorageContract({
  name: 'file',
  async open(): Promise<NamespaceUnderTest> {
    const folder = await mkdtemp(join(tmpdir(), 'agentcoord-'));
    return {
      storage: await openFileStorage({ folder }),
      reopen: () => openFileStorage({ folder }),
      connection: {
        module: new URL('../src/index.ts', import.meta.url).href,
        open: 'openFileStorage',
        options: { folder },
        crashPoints: ['file-begun', 'file-written', 'file-committed', 'file-signalled'],
      },
      remove: () => rm(folder, { recursive: true, force: true }),
    };
  },
});
