import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeStorageContract, type NamespaceUnderTest } from '@agentcoord/conformance';
import { openFileStorage } from '@agentcoord/storage-file';
import { openHost } from './support/open-for-process.js';
import { settle } from './support/settled.js';

const MODES = { 'the store of this host owns': 'local', 'the primary owns': 'primary' } as const;

for (const [name, owner] of Object.entries(MODES))
  describeStorageContract({
    name: `failover, ${name}`,
    async open(): Promise<NamespaceUnderTest> {
      const folder = await mkdtemp(join(tmpdir(), 'agentcoord-'));
      const local = await openFileStorage({ folder: join(folder, 'one') });
      const primary = await openFileStorage({ folder: join(folder, 'primary') });
      await settle(local, primary, owner);
      await local.close();
      await primary.close();
      const options = { folder, host: 'one', times: { aloneMs: 3_600_000 } };
      return {
        storage: await openHost(options),
        reopen: () => openHost(options),
        connection: {
          module: new URL('./support/open-for-process.ts', import.meta.url).href,
          open: 'openHost',
          options,
          crashPoints: ['file-begun', 'file-written', 'file-committed', 'file-signalled'],
        },
        remove: () => rm(folder, { recursive: true, force: true }),
      };
    },
  });
