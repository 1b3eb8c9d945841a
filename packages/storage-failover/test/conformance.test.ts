import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  describeLeases,
  describeLogs,
  describeQueues,
  describeSessions,
  describeSignals,
  describeStorageContract,
  type NamespaceUnderTest,
} from '@agentcoord/conformance';
import { openFileStorage } from '@agentcoord/storage-file';
import { describe, test } from 'vitest';
import { openHost } from './support/open-for-process.js';
import { settle } from './support/settled.js';

type Owner = 'local' | 'primary';

/** @param members other hosts that are in the namespace: where a store owns, it hands over at once */
async function open(owner: Owner, members?: string[]): Promise<NamespaceUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'agentcoord-'));
  const local = await openFileStorage({ folder: join(folder, 'one') });
  const primary = await openFileStorage({ folder: join(folder, 'primary') });
  await settle(local, primary, owner, members);
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
}

describeStorageContract({ name: 'failover, the store of this host owns', open: () => open('local') });

// Not registered where it does not run: a thousand skipped tests would hide the others.
if (process.env.AGENTCOORD_TEST_FULL !== '1')
  test.skip('the contract in the other modes (skipped: long; npm run test:full, or AGENTCOORD_TEST_FULL=1)');
else {
  describeStorageContract({ name: 'failover, the primary owns', open: () => open('primary') });

  describe('while the store of this host hands over to the primary', () => {
    const harness = { name: 'failover, handing over', open: () => open('local', ['elsewhere']) };
    describeLeases(harness);
    describeQueues(harness);
    describeLogs(harness);
    describeSessions(harness);
    describeSignals(harness);
  });
}
