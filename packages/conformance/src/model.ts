import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { describe, test } from 'vitest';
import type { StorageHarness } from './harness/storage-harness.js';
import { runSteps } from './model/run-steps.js';
import { requests, steps } from './model/steps.js';

const FIXED_SEED = 20_261_124;
/** Half of them with a fixed seed. `AGENTCOORD_MODEL_RUNS` asks for more, `AGENTCOORD_MODEL_SEED` repeats a run. */
const RUNS = Number(process.env.AGENTCOORD_MODEL_RUNS ?? 200);

/** Random steps, taken on the storage and on a model small enough to be read; every answer is compared. */
export function describeModel(harness: StorageHarness): void {
  describe('the model', () => {
    for (const [name, seed] of seeds()) {
      test(`agrees with every answer (${name} seed)`, { timeout: 120_000 + RUNS * 1_000 }, async ({
        annotate,
      }) => {
        await annotate(`seed ${seed}`);
        await fc.assert(
          fc.asyncProperty(requests, steps, async (wishes, taken) => {
            const namespace = await harness.open();
            try {
              await runSteps(namespace, wishes, taken);
            } finally {
              await namespace.storage.close();
              await namespace.remove?.();
            }
          }),
          { seed, numRuns: Math.ceil(RUNS / 2), endOnFailure: false },
        );
      });
    }
  });
}

function seeds(): Array<[name: string, seed: number]> {
  const asked = process.env.AGENTCOORD_MODEL_SEED;
  if (asked !== undefined) return [['given', Number(asked)]];
  return [
    ['fixed', FIXED_SEED],
    ['fresh', randomInt(2 ** 31)],
  ];
}
