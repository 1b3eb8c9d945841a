import { randomInt } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { comeBack } from './harness/come-back.js';
import { crowdWithRestarts } from './harness/crowd-with-restarts.js';
import { missing, unless } from './harness/redis-namespace.js';

/** `npm run prove -- comes-back` goes 100 rounds. */
const ROUNDS = 4;

describe.skipIf(missing)(`a server that comes back${unless}`, () => {
  test.each(['empty', 'from an old snapshot', 'as another master'] as const)(
    '%s is noticed at the next call and adopted once; fences grow, and no key is granted twice',
    { timeout: 120_000 },
    async (kind) => {
      const { grants, violations } = await comeBack(kind, ROUNDS);
      expect(violations).toEqual([]);
      expect(grants).toBeGreaterThanOrEqual(ROUNDS * 20);
    },
  );

  test('twice costs a crowd of processes no task and doubles no completion', { timeout: 240_000 }, async ({
    annotate,
  }) => {
    const seed = randomInt(2 ** 31);
    await annotate(`seed ${seed}`);
    const size = { processes: 6, killed: 1, stopped: 1, tasks: 600, seed };
    const { counts, violations } = await crowdWithRestarts(size);
    expect(violations).toEqual([]);
    expect(counts).toMatchObject({ completed: 600, restarts: 2 });
  });
});
