import { AuditLog } from '@agentcoord/audit';
import { expect, test } from 'vitest';
import { crowdOnOneLog } from './support/crowd.js';
import { honestRun } from './support/honest-run.js';
import { interposed } from './support/interposed.js';
import { createRandom } from './support/random.js';
import { onEveryStore, onSharedStores, temporaryFolder } from './support/stores.js';

onEveryStore('an honest log', (open) => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8, Date.now()])(
    'raises no alarm, whatever is done with it (seed %i)',
    async (seed) => {
      const { storage } = await open();
      const reports = await honestRun(storage, await temporaryFolder(), createRandom(seed));
      for (const report of reports) expect(report).toMatchObject({ status: 'ok', findings: [], missing: [] });
    },
  );
});

onEveryStore('a log that is archived while it is verified', (open) => {
  test('raises no alarm', async () => {
    const { storage } = await open();
    const folder = await temporaryFolder();
    await using archivist = new AuditLog({ storage, author: 'archivist', folder });
    for (let index = 0; index < 30; index += 1) await archivist.logDecision({ type: 'step' });
    await archivist.seal();
    // Right after the verifier has looked at the segments, of which there are none yet.
    let isArchived = false;
    const logs = interposed(storage.logs, {
      async read(request) {
        if (request.log === 'audit' && request.after === 0 && !isArchived) {
          isArchived = true;
          await archivist.archive();
        }
        return storage.logs.read(request);
      },
    });
    const verifier = new AuditLog({ storage: interposed(storage, { logs }), author: 'verifier', folder });
    expect(await verifier.verify()).toMatchObject({ status: 'ok', entries: 31, findings: [] });
    expect(isArchived).toBe(true);
  });
});

onSharedStores('processes', (open) => {
  test('that log at once, some of them killed, lose nothing and raise no alarm', {
    timeout: 180_000,
  }, async () => {
    const { storage, address } = await open();
    const random = createRandom(Date.now());
    const crowd = { storage, address, processes: 5, killed: 2, forMs: 800, random };
    const { acknowledged, violations } = await crowdOnOneLog(crowd);
    expect(violations).toEqual([]);
    expect(acknowledged).toBeGreaterThan(0);
  });
});
