import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFileStorage, openMemoryStorage } from '@agentcoord/storage-file';
import { openRedisStorage } from '@agentcoord/storage-redis';
import { defineProof } from '@agentcoord/tooling/prove';
import { redisMissing, startRedisServer } from '@agentcoord/tooling/redis-server';
import { honestRun } from '../test/support/honest-run.js';
import { createRandom } from '../test/support/random.js';

export default defineProof({
  promise: '1,000 honest runs, with seals, archives, killed writers and looks in between: no false alarm.',
  async run({ scaled, seed }) {
    const violations: string[] = [];
    const rounds = scaled(1_000);
    const missing = redisMissing();
    const server = missing === undefined ? await startRedisServer() : undefined;
    let looks = 0;
    try {
      for (let round = 0; round < rounds; round += 1) {
        const folder = await mkdtemp(join(tmpdir(), 'agentcoord-prove-'));
        // Mostly in memory, which is the same code as on disk; every fifth on disk, every fifth on Redis.
        const storage =
          round % 5 === 0 && server !== undefined
            ? await openRedisStorage({ path: server.socketPath, namespace: `round-${round}` })
            : round % 5 === 1
              ? await openFileStorage({ folder })
              : await openMemoryStorage();
        try {
          const reports = await honestRun(storage, join(folder, 'audit'), createRandom(seed + round));
          looks += reports.length;
          for (const { status, findings } of reports)
            if (status !== 'ok')
              violations.push(`round ${round}: ${status} ${JSON.stringify(findings.slice(0, 3))}`);
        } finally {
          await storage.close();
          await rm(folder, { recursive: true, force: true });
        }
      }
    } finally {
      await server?.remove();
    }
    return {
      counts: { runs: rounds, looks },
      violations,
      ...(missing === undefined ? {} : { skipped: `on Redis: ${missing}` }),
    };
  },
});
