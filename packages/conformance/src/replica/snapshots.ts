import { describe, expect } from 'vitest';
import { expectCode, expectStatus, present } from '../harness/expectations.js';
import type { StorageHarness } from '../harness/storage-harness.js';
import { push } from '../queues/requests.js';
import { doSomething } from './busy-day.js';
import { expectEqualCopies } from './equal-copies.js';
import { ownedStorage } from './owned-storage.js';
import { follow, handOver, pairGuarantees, type Side } from './pair.js';
import { ship, shipSnapshot } from './shipping.js';

async function busyOwner(owner: Side) {
  const storage = ownedStorage(owner.storage, { epoch: 1, session: 'session-1' });
  await push(
    storage,
    { id: 'b', dependsOn: ['a'] },
    { id: 'a' },
    { id: 'c', tags: ['web'], requires: ['gpu'] },
  );
  for (let number = 0; number < 120; number += 1) await doSomething(storage, number * 7);
  return storage;
}

/** Everything, page by page, while work goes on. */
export function describeSnapshots(one: StorageHarness, other: StorageHarness): void {
  const guarantee = pairGuarantees(one, other);
  describe('a snapshot', () => {
    guarantee('and the changes since its first page are the whole', async ({ owner, follower }) => {
      await follow(owner, follower);
      const storage = await busyOwner(owner);
      await push(follower.storage, { id: 'of-before' }).catch(() => undefined);
      let number = 1_000;
      await shipSnapshot(owner, follower, {
        limit: 7,
        async between() {
          for (const end = number + 15; number < end; number += 5) await doSomething(storage, number);
          await push(storage, { id: `t${number}`, dependsOn: ['b'] });
        },
      });
      await ship(owner, follower, 11);
      await expectEqualCopies(owner, follower);
    });

    guarantee('is no copy before its last page', async ({ owner, follower }) => {
      await follow(owner, follower);
      await busyOwner(owner);
      const nowhere = { epoch: 0, sequence: 0 };
      const first = await owner.replica.snapshot({ limit: 5 });
      expect(first).toMatchObject({ from: null, page: '', to: { epoch: 1 } });
      const second = await owner.replica.snapshot({ cursor: present(first.cursor), limit: 5 });
      const third = await owner.replica.snapshot({ cursor: present(second.cursor), limit: 5 });
      const send = async (batch: typeof first) => (await follower.replica.apply({ batch })).status;
      expect(await send(second)).toBe('gap');
      expect(await send(first)).toBe('applied');
      expect(await send(third)).toBe('gap');
      expect(await send(second)).toBe('applied');
      expect(await send(second)).toBe('gap');
      expect((await follower.replica.look()).position).toEqual(nowhere);
      // Neither what continues an empty copy, nor what continues a whole one.
      const { batch } = expectStatus(await owner.replica.changes({ after: nowhere }), 'changes');
      expect(await send(batch)).toBe('gap');
      await shipSnapshot(owner, follower, { limit: 500 });
      expect((await follower.replica.look()).position).toEqual(first.to);
      expect(await send(first)).toBe('stale');
      await expectEqualCopies(owner, follower);
    });

    guarantee('takes the place of all that was there', async ({ owner, follower }) => {
      await doSomething(follower.storage, 3);
      const theirs = ownedStorage(follower.storage, { session: 'session-2' });
      await push(theirs, { id: 'mine', tags: ['web'], requires: ['mac'], dedupeKey: 'key' });
      await theirs.records.put({ collection: 'texts', id: 't', value: {}, text: 'große' });
      await theirs.leases.acquire({
        grantId: 'g',
        holder: 'me',
        keys: [{ key: 'f/a', scope: 'tree' }],
        ttlMs: 60_000,
      });
      await theirs.leases.acquire({
        ...{ grantId: 'w', holder: 'you', keys: [{ key: 'f/a/b' }], ttlMs: 60_000, waitTtlMs: 60_000 },
      });
      await follow(owner, follower);
      await busyOwner(owner);
      await shipSnapshot(owner, follower, { limit: 50 });
      await expectEqualCopies(owner, follower);
      expect((await follower.storage.leases.inspect({})).waiters).toEqual([]);
      await handOver(owner, follower);
      const storage = ownedStorage(follower.storage, { epoch: 2 });
      const wish = { grantId: 'g2', holder: 'us', keys: [{ key: 'f/a' }], ttlMs: 60_000 };
      expect((await storage.leases.acquire(wish)).status).toBe('granted');
      const again = await push(storage, { id: 'mine', dedupeKey: 'key' });
      expect(again.tasks).toEqual([{ id: 'mine', status: 'added', state: 'ready' }]);
    });

    guarantee('of an empty owner is empty', async ({ owner, follower }) => {
      await push(follower.storage, { id: 'mine' });
      await follow(owner, follower);
      await ship(owner, follower);
      await expectEqualCopies(owner, follower);
      expect((await follower.replica.look()).position).toEqual({ epoch: 1, sequence: 0 });
    });

    guarantee('is asked for with its own cursors only', async ({ owner }) => {
      await expectCode(owner.replica.snapshot({ cursor: 'nonsense' }), 'invalid_argument');
      await expectCode(owner.replica.snapshot({ limit: 0 }), 'invalid_argument');
      await expectCode(owner.replica.changes({ after: { epoch: -1, sequence: 0 } }), 'invalid_argument');
    });
  });
}
