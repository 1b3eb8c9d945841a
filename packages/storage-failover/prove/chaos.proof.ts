import { resumedChaos, systemsHere } from '@agentcoord/tooling/chaos';
import { defineProof } from '@agentcoord/tooling/prove';

const SEEDS = 3;

export default defineProof({
  promise:
    '1,000 rounds over three seeds, on every store: worker processes on two hosts lock, claim, write, log and decide while servers, ways, disks, clocks and processes fail; no invariant is violated, and all work ends.',
  run: async ({ scaled, seed }) => {
    const { systems, missing } = systemsHere();
    const rounds = Math.max(systems.length, Math.ceil(scaled(1_000) / SEEDS));
    const seeds = Array.from({ length: SEEDS }, (_, number) => seed + number);
    const found = await resumedChaos({ seeds, rounds, systems, say: console.log });
    return {
      counts: { seeds: found.seeds.length, 'is the first of them': found.seeds[0] ?? seed, ...found.counts },
      violations: found.violations,
      ...(missing === undefined ? {} : { skipped: missing }),
    };
  },
});
