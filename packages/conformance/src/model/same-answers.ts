import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StorageHarness } from '../harness/storage-harness.js';
import type { ModelRequest } from './lease-model.js';
import { runSteps } from './run-steps.js';
import { requests, type Step, steps } from './steps.js';
import { type Line, recorded } from './transcript.js';

const FIXED_SEED = 20_261_127;
/** `AGENTCOORD_MODEL_RUNS` asks for more, `AGENTCOORD_MODEL_SEED` repeats a run. */
const RUNS = Number(process.env.AGENTCOORD_MODEL_RUNS ?? 100);

/** The same random operations on two storages: every answer must be the same, whatever the model says of it. */
export function describeSameAnswers(one: StorageHarness, other: StorageHarness): void {
  describe(`${one.name} and ${other.name}`, () => {
    const asked = process.env.AGENTCOORD_MODEL_SEED;
    const seeds = asked === undefined ? [FIXED_SEED, randomInt(2 ** 31)] : [Number(asked)];
    for (const seed of seeds) {
      const name = seed === FIXED_SEED ? 'fixed' : 'fresh';
      test(`give the same answers to the same operations (${name} seed)`, {
        timeout: 120_000 + RUNS * 1_000,
      }, async ({ annotate }) => {
        await annotate(`seed ${seed}`);
        await fc.assert(
          fc.asyncProperty(requests, steps, async (wishes, taken) => {
            const [first, second] = await Promise.all(
              [one, other].map((harness) => transcriptOf(harness, wishes, taken)),
            );
            expect(second).toEqual(first);
          }),
          { seed, numRuns: Math.ceil(RUNS / seeds.length), endOnFailure: false },
        );
      });
    }
  });
}

async function transcriptOf(harness: StorageHarness, wishes: ModelRequest[], taken: Step[]): Promise<Line[]> {
  const namespace = await harness.open();
  try {
    const { storage, lines } = recorded(namespace.storage);
    await runSteps({ ...namespace, storage }, wishes, taken);
    return lines();
  } finally {
    await namespace.storage.close();
    await namespace.remove?.();
  }
}
