import { runChaos, systemsHere } from '@agentcoord/tooling/chaos';
import { defineProof } from '@agentcoord/tooling/prove';

const SEEDS = 3;

export default defineProof({
  promise:
    '1,000 rounds over three seeds, on every store: worker processes on two hosts lock, claim, write, log and decide while servers, ways, disks, clocks and processes fail; no invariant is violated, and all work ends.',
  run: async ({ scaled, seed }) => {
    const { systems, missing } = systemsHere();
    const counts: Record<string, number> = { seeds: SEEDS };
    const violations: string[] = [];
    for (let number = 0; number < SEEDS; number += 1) {
      const rounds = Math.max(systems.length, Math.ceil(scaled(1_000) / SEEDS));
      const report = await runChaos({ seed: seed + number, rounds, systems, say: console.log });
      for (const [what, count] of Object.entries(report.counts)) counts[what] = (counts[what] ?? 0) + count;
      violations.push(...report.violations);
    }
    return { counts, violations, ...(missing === undefined ? {} : { skipped: missing }) };
  },
});
