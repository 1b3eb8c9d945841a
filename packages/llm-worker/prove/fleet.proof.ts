import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineProof } from '@agentcoord/tooling/prove';
import { runFleet } from '../test/support/fleet.js';

/** Of the wall time, with a model that takes 2 s a call. */
const MOST_SHARE = 0.02;

export default defineProof({
  promise:
    'Three workers do twelve tasks that share files; one stands still beyond its lease in an edit: no edit is lost or stale, and the store takes under 2 % of the time.',
  run: async () => {
    const counts: Record<string, number> = {};
    const violations: string[] = [];
    for (const mode of ['shared', 'worktree'] as const) {
      const folder = await realpath(await mkdtemp(join(tmpdir(), 'agentcoord-prove-')));
      try {
        const report = await runFleet(folder, { mode, modelMs: 2_000, loses: 'expire' });
        counts[`ppm of the time in the store, ${mode}`] = Math.round(report.storeShare * 1e6);
        violations.push(...report.violations.map((one) => `${mode}: ${one}`));
        if (report.storeShare > MOST_SHARE)
          violations.push(`${mode}: the store took ${report.storeShare} of the time`);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }
    return { counts, violations };
  },
});
