import type { Replica, Storage } from '@agentcoord/core';
import { expect, type TestContext, test } from 'vitest';
import type { NamespaceUnderTest, StorageHarness } from '../harness/storage-harness.js';
import { own, setGate } from './gates.js';

/** One of two stores that follow each other. */
export interface Side {
  storage: Storage;
  replica: Replica;
  advance?: (ms: number) => Promise<void>;
}

export interface Pair {
  owner: Side;
  follower: Side;
  /** Skips the test where the owner's clock cannot be turned. */
  needsTurnedClock(): (ms: number) => Promise<void>;
}

export type PairGuarantee = (
  sentence: string,
  check: (pair: Pair) => Promise<void>,
  timeoutMs?: number,
) => void;

/** Each guarantee gets two fresh namespaces and leaves nothing behind. */
export function pairGuarantees(one: StorageHarness, other: StorageHarness): PairGuarantee {
  return (sentence, check, timeoutMs) => {
    test(sentence, timeoutMs === undefined ? {} : { timeout: timeoutMs }, async (context) => {
      await withPair(one, other, context, check);
    });
  };
}

export async function withPair(
  one: StorageHarness,
  other: StorageHarness,
  context: Pick<TestContext, 'skip'>,
  check: (pair: Pair) => Promise<void>,
): Promise<void> {
  const namespaces: NamespaceUnderTest[] = [];
  try {
    for (const harness of [one, other]) namespaces.push(await harness.open());
    const [owner, follower] = namespaces.map((namespace) => sideOf(namespace, context));
    if (!owner || !follower) return;
    await check({
      owner,
      follower,
      needsTurnedClock: () => owner.advance ?? context.skip('the clock of this storage cannot be turned'),
    });
  } finally {
    for (const { storage, remove } of namespaces) {
      await storage.close();
      await remove?.();
    }
  }
}

function sideOf({ storage, advance }: NamespaceUnderTest, context: Pick<TestContext, 'skip'>): Side {
  const replica = storage.replica ?? context.skip('this storage takes no part in a failover');
  return { storage, replica, ...(advance ? { advance } : {}) };
}

/** From here on one owns in this epoch, and the other one follows. */
export async function follow(owner: Side, follower: Side, epoch = 1): Promise<void> {
  const { view } = await own(owner.replica, epoch);
  await setGate(follower.replica, { applies: { source: view.storeId, epoch } });
}

/** The owner stops at its last event, and the follower owns from there. */
export async function handOver(owner: Side, follower: Side, epoch = 2): Promise<void> {
  const { view } = await setGate(owner.replica, {});
  const { position } = await follower.replica.look();
  expect(position, 'everything was shipped').toEqual(view.position);
  await setGate(follower.replica, { ifPosition: view.position, admits: epoch, epoch });
}
