import { defineProof } from '@agentcoord/tooling/prove';
import { comeBack } from '../test/harness/come-back.js';
import { whereRedisIs } from './on-redis.js';

export default defineProof({
  promise:
    'A server that comes back empty, from an old snapshot, or as another master, 100 times each: noticed at the next call, adopted once, fences never go back, no key granted twice.',
  run: ({ scaled }) =>
    whereRedisIs(async () => {
      const counts: Record<string, number> = {};
      const violations: string[] = [];
      for (const kind of ['empty', 'from an old snapshot', 'as another master'] as const) {
        const seen = await comeBack(kind, scaled(100));
        counts[`rounds ${kind}`] = seen.rounds;
        counts[`grants ${kind}`] = seen.grants;
        violations.push(...seen.violations.map((violation) => `${kind}: ${violation}`));
      }
      return { counts, violations };
    }),
});
