import { describe, expect } from 'vitest';
import { LONG_MS, SHORT_MS } from '../harness/expectations.js';
import { guarantees } from '../harness/guarantees.js';
import type { StorageHarness } from '../harness/storage-harness.js';
import { setGate } from './gates.js';

/** Who is here, and which process of a host looks after its store: nobody's ownership is asked for that. */
export function describeMembership(harness: StorageHarness): void {
  const guarantee = guarantees(harness);
  describe('a member', () => {
    guarantee('is here for as long as it promised, and gone when it left', async ({ needsReplica, pass }) => {
      const replica = needsReplica();
      await setGate(replica, {});
      const first = await replica.join({ storeId: 'one', host: 'laptop', ttlMs: SHORT_MS });
      expect(first.members).toEqual([{ storeId: 'one', host: 'laptop', lastSeenAt: first.now, gone: false }]);
      await pass(first.now + SHORT_MS);
      const second = await replica.join({ storeId: 'two', host: 'build', ttlMs: LONG_MS });
      expect(second.members).toEqual([
        { storeId: 'two', host: 'build', lastSeenAt: second.now, gone: false },
        { storeId: 'one', host: 'laptop', lastSeenAt: first.now, gone: true },
      ]);
      await replica.leave({ storeId: 'two' });
      expect((await replica.look()).members.map((member) => member.storeId)).toEqual(['one']);
    });

    guarantee('takes back what it announced', async ({ needsReplica }) => {
      const replica = needsReplica();
      const member = { storeId: 'one', host: 'laptop', ttlMs: LONG_MS };
      await replica.join({ ...member, announces: true });
      expect((await replica.join(member)).announcement?.storeId).toBe('one');
      await replica.join({ ...member, storeId: 'two', announces: false });
      expect((await replica.look()).announcement?.storeId).toBe('one');
      expect((await replica.join({ ...member, announces: false })).announcement).toBe(null);
      await replica.join({ ...member, announces: true });
      await replica.leave({ storeId: 'one' });
      expect((await replica.look()).announcement).toBe(null);
    });
  });

  describe('the lead', () => {
    guarantee('is one, who keeps it by asking again', async ({ needsReplica, anotherClient, pass }) => {
      const replica = needsReplica();
      await setGate(replica, {});
      const other = (await anotherClient()).replica ?? replica;
      const asked = await Promise.all(
        ['a', 'b', 'c', 'd'].map((holder, index) =>
          (index % 2 ? other : replica).lead({ holder, ttlMs: LONG_MS }),
        ),
      );
      const leaders = ['a', 'b', 'c', 'd'].filter((_, index) => asked[index]?.leads);
      expect(leaders).toHaveLength(1);
      const [leader = ''] = leaders;
      expect(await replica.lead({ holder: leader, ttlMs: SHORT_MS })).toEqual({ leads: true });
      await pass((await replica.look()).now + SHORT_MS);
      expect(await other.lead({ holder: 'e', ttlMs: LONG_MS })).toEqual({ leads: true });
      expect(await replica.lead({ holder: leader, ttlMs: LONG_MS })).toEqual({ leads: false });
    });
  });
}
