import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { describe, test } from 'vitest';
import type { StorageHarness } from '../harness/storage-harness.js';
import type { ModelRequest } from '../model/lease-model.js';
import { runSteps } from '../model/run-steps.js';
import { requests, type Step, steps } from '../model/steps.js';
import { doSomething } from './busy-day.js';
import { expectEqualCopies } from './equal-copies.js';
import { expectSameFuture, leaveQueues } from './go-on.js';
import { ownedStorage } from './owned-storage.js';
import { follow, type Pair, withPair } from './pair.js';
import { BadShipper, ship, shipSnapshot } from './shipping.js';

const FIXED_SEED = 20_261_128;
/** `AGENTCOORD_MODEL_RUNS` asks for more, `AGENTCOORD_MODEL_SEED` repeats a run. */
const RUNS = Number(process.env.AGENTCOORD_MODEL_RUNS ?? 60);

/** Pages of one entity never come to an end where each time more is added than that. */
const PAGES_WITH_WORK = 20;

const chances = fc.array(fc.nat(), { minLength: 1, maxLength: 60 });

/** Random work on an owner, shipped badly, is in the end the same work in the copy. */
export function describeRandomDays(one: StorageHarness, other: StorageHarness): void {
  describe('after any day', () => {
    const asked = process.env.AGENTCOORD_MODEL_SEED;
    const seeds = asked === undefined ? [FIXED_SEED, randomInt(2 ** 31)] : [Number(asked)];
    for (const seed of seeds) {
      const name = seed === FIXED_SEED ? 'fixed' : 'fresh';
      test(`the copy is equal to its owner (${name} seed)`, {
        timeout: 120_000 + RUNS * 2_000,
      }, async (context) => {
        await context.annotate(`seed ${seed}`);
        await fc.assert(
          fc.asyncProperty(requests, steps, chances, steps, (wishes, taken, luck, later) =>
            withPair(one, other, context, (pair) => oneDay(pair, { wishes, taken, luck, later })),
          ),
          { seed, numRuns: Math.ceil(RUNS / seeds.length), endOnFailure: false },
        );
      });
    }
  });
}

interface Day {
  wishes: ModelRequest[];
  taken: Step[];
  luck: number[];
  /** What both copies do in the end. */
  later: Step[];
}

async function oneDay({ owner, follower }: Pair, { wishes, taken, luck, later }: Day): Promise<void> {
  await follow(owner, follower);
  const shipper = new BadShipper(owner, follower);
  const plain = ownedStorage(owner.storage, { epoch: 1, session: 'others' });
  let calls = 0;
  const before = async (): Promise<void> => {
    const chance = luck[calls % luck.length] ?? 0;
    calls += 1;
    if (chance % 3 === 0) await doSomething(plain, chance);
    await shipper.step(chance >> 3);
    // Now and then from the beginning, with work going on between the pages.
    let pages = 0;
    const between = async (): Promise<void> => {
      pages += 1;
      if (pages <= PAGES_WITH_WORK) await doSomething(plain, chance);
    };
    if (chance % 41 === 0) await shipSnapshot(owner, follower, { limit: 1 + (chance % 9), between });
  };
  const storage = ownedStorage(owner.storage, { epoch: 1, session: 'model', before });
  await runSteps({ storage, ...(owner.advance ? { advance: owner.advance } : {}) }, wishes, taken);
  // An owner at rest tells no time: a follower whose owner's clock was turned meanwhile learns it with the next event.
  await plain.records.put({ collection: 'texts', id: 'last', value: {} });
  await ship(owner, follower);
  await expectEqualCopies(owner, follower);
  await leaveQueues(owner, follower, 1);
  await expectSameFuture([owner, follower], wishes, later);
}
