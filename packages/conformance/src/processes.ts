import { randomInt } from 'node:crypto';
import { describe, expect } from 'vitest';
import { guarantees, type UnderTest } from './harness/guarantees.js';
import type { StorageHarness } from './harness/storage-harness.js';
import { type CrowdOptions, crowdOnOneLock, crowdOnOneQueue } from './processes/crowd.js';

/** A part of the figures that `npm run prove` shows in full. */
const SHORT = { claimers: 16, tasks: 1_000, lockers: 8, lockedForMs: 5_000 };
const TIMEOUT_MS = 240_000;

/** Real processes, some of them killed, on one namespace. */
export function describeProcesses(harness: StorageHarness): void {
  const guarantee = guarantees(harness);
  describe('many processes', () => {
    const queueSentence = 'on one queue lose no task and complete none twice, though some are killed';
    guarantee(
      queueSentence,
      async (underTest) => {
        const options = await crowdOptions(underTest, SHORT.claimers, 4);
        const { counts, violations } = await crowdOnOneQueue({ ...options, tasks: SHORT.tasks });
        expect(violations).toEqual([]);
        expect(counts.completed).toBe(SHORT.tasks);
      },
      TIMEOUT_MS,
    );

    const lockSentence = 'on one lock never hold it together, though some are killed';
    guarantee(
      lockSentence,
      async (underTest) => {
        const options = await crowdOptions(underTest, SHORT.lockers, 2);
        const { counts, violations } = await crowdOnOneLock({ ...options, forMs: SHORT.lockedForMs });
        expect(violations).toEqual([]);
        expect(counts.grants).toBeGreaterThan(SHORT.lockers);
      },
      TIMEOUT_MS,
    );
  });
}

async function crowdOptions(underTest: UnderTest, processes: number, killed: number): Promise<CrowdOptions> {
  const connection = await underTest.needsProcesses();
  const seed = randomInt(2 ** 31);
  await underTest.note(`seed ${seed}`);
  return { storage: underTest.storage, connection, processes, killed, seed };
}
