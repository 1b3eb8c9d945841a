import { EVENTS_LOG, type EventBody, type SpendCharge, type Storage } from '@agentcoord/core';
import { describe, expect } from 'vitest';
import { expectCode, expectNoEvents, expectStatus, LONG_MS, SHORT_MS } from '../harness/expectations.js';
import { guarantees } from '../harness/guarantees.js';
import type { StorageHarness } from '../harness/storage-harness.js';

export function describeSpending(harness: StorageHarness): void {
  const guarantee = guarantees(harness);
  describe('spending', () => {
    guarantee('never goes above a cap, spent and reserved together', async ({ storage }) => {
      await expectReserved(storage, 'first', [{ scope: 'fleet', amount: 60, cap: 100 }]);
      await storage.limits.settleSpend({ reservationId: 'first', amounts: { fleet: 50 } });
      await expectReserved(storage, 'second', [{ scope: 'fleet', amount: 30, cap: 100 }]);
      const reply = await reserve(storage, 'third', [{ scope: 'fleet', amount: 21, cap: 100 }]);
      expect(reply).toEqual({ status: 'refused', scope: 'fleet', cap: 100, spent: 50, reserved: 30 });
      await expectReserved(storage, 'fourth', [{ scope: 'fleet', amount: 20, cap: 100 }]);
      expect(await read(storage, 'fleet')).toEqual([{ scope: 'fleet', spent: 50, reserved: 50 }]);
    });

    guarantee('reserves in all scopes or none', async ({ storage }) => {
      const charges = [
        { scope: 'fleet', amount: 10, cap: 100 },
        { scope: 'task/a', amount: 10, cap: 5 },
      ];
      const reply = await reserve(storage, 'first', charges);
      expect(reply).toEqual({ status: 'refused', scope: 'task/a', cap: 5, spent: 0, reserved: 0 });
      await expectNoEvents(storage, () => reserve(storage, 'second', charges));
      expect(await read(storage, 'fleet', 'task/a')).toEqual([
        { scope: 'fleet', spent: 0, reserved: 0 },
        { scope: 'task/a', spent: 0, reserved: 0 },
      ]);
    });

    guarantee(
      'replaces a reservation by what was really spent, also when it was more',
      async ({ storage }) => {
        await expectReserved(storage, 'first', [
          { scope: 'fleet', amount: 10, cap: 20 },
          { scope: 'agent/ada', amount: 10 },
        ]);
        const settled = await storage.limits.settleSpend({
          reservationId: 'first',
          amounts: { fleet: 3, 'agent/ada': 33 },
        });
        expect(settled.status).toBe('settled');
        expect(await read(storage, 'agent/ada', 'fleet')).toEqual([
          { scope: 'agent/ada', spent: 33, reserved: 0 },
          { scope: 'fleet', spent: 3, reserved: 0 },
        ]);
      },
    );

    guarantee('settles a reservation once', async ({ storage }) => {
      await expectReserved(storage, 'first', [{ scope: 'fleet', amount: 10 }]);
      await storage.limits.settleSpend({ reservationId: 'first', amounts: { fleet: 4 } });
      await expectNoEvents(storage, async () => {
        const again = await storage.limits.settleSpend({ reservationId: 'first', amounts: { fleet: 4 } });
        expect(again.status).toBe('gone');
        const unknown = await storage.limits.settleSpend({ reservationId: 'unknown', amounts: { fleet: 4 } });
        expect(unknown.status).toBe('gone');
      });
      expect(await read(storage, 'fleet')).toEqual([{ scope: 'fleet', spent: 4, reserved: 0 }]);
    });

    guarantee(
      'counts an unsettled reservation as spent in full when its time is over',
      async ({ storage, pass }) => {
        const charges = [{ scope: 'fleet', amount: 60, cap: 100 }];
        expectStatus(
          await storage.limits.reserve({ reservationId: 'lost', charges, ttlMs: SHORT_MS }),
          'reserved',
        );
        await pass((await storage.now()) + SHORT_MS);
        expect(await read(storage, 'fleet')).toEqual([{ scope: 'fleet', spent: 60, reserved: 0 }]);
        const reply = await reserve(storage, 'next', [{ scope: 'fleet', amount: 41, cap: 100 }]);
        expect(reply).toEqual({ status: 'refused', scope: 'fleet', cap: 100, spent: 60, reserved: 0 });
      },
    );

    guarantee('reserves once for one id', async ({ storage }) => {
      await expectReserved(storage, 'first', [{ scope: 'fleet', amount: 10 }]);
      await reserve(storage, 'first', [{ scope: 'fleet', amount: 10 }]);
      expect(await read(storage, 'fleet')).toEqual([{ scope: 'fleet', spent: 0, reserved: 10 }]);
    });

    guarantee('counts without a cap where none is given, and allows exactly the cap', async ({ storage }) => {
      await expectReserved(storage, 'first', [{ scope: 'fleet', amount: 1_000_000 }]);
      await expectReserved(storage, 'second', [{ scope: 'task/a', amount: 10, cap: 10 }]);
      await expectReserved(storage, 'third', [{ scope: 'task/b', amount: 0, cap: 0 }]);
      expectStatus(await reserve(storage, 'fourth', [{ scope: 'task/c', amount: 1, cap: 0 }]), 'refused');
    });

    guarantee('never lets callers at the same time go above a cap', async ({ storage, anotherClient }) => {
      const other = await anotherClient();
      const asks = Array.from({ length: 40 }, (_, index) =>
        reserve(index % 2 ? other : storage, `r${index}`, [{ scope: 'fleet', amount: 10, cap: 105 }]),
      );
      const replies = await Promise.all(asks);
      expect(replies.filter((reply) => reply.status === 'reserved')).toHaveLength(10);
    });

    guarantee('tells that a cap was met, once until something is settled', async ({ storage }) => {
      const refused = async (id: string): Promise<void> => {
        expectStatus(await reserve(storage, id, [{ scope: 'fleet', amount: 3, cap: 10 }]), 'refused');
      };
      await expectReserved(storage, 'first', [{ scope: 'fleet', amount: 8, cap: 10 }]);
      await refused('second');
      await refused('third');
      await storage.limits.settleSpend({ reservationId: 'first', amounts: { fleet: 9 } });
      await refused('fourth');
      await refused('fifth');
      const { entries } = await storage.logs.read({ log: EVENTS_LOG });
      const told = entries
        .map(({ body }) => body as EventBody)
        .filter(({ type }) => type === 'spend-refused');
      expect(told).toMatchObject([
        { entity: 'spend/second', fields: { scope: 'fleet', cap: 10, spent: 0, reserved: 8 } },
        { entity: 'spend/fourth', fields: { scope: 'fleet', cap: 10, spent: 9, reserved: 0 } },
      ]);
    });

    guarantee('refuses broken amounts, doubled scopes and more than 64 of them', async ({ storage }) => {
      for (const amount of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
        await expectCode(reserve(storage, 'a', [{ scope: 'fleet', amount }]), 'invalid_argument');
      }
      await expectCode(
        reserve(storage, 'a', [
          { scope: 's', amount: 1 },
          { scope: 's', amount: 1 },
        ]),
        'invalid_argument',
      );
      await expectCode(reserve(storage, 'a', []), 'invalid_argument');
      const many = Array.from({ length: 65 }, (_, index) => ({ scope: `s${index}`, amount: 1 }));
      await expectCode(reserve(storage, 'a', many), 'limit_exceeded');
      await expectReserved(storage, 'a', many.slice(1));
    });
  });
}

function reserve(storage: Storage, reservationId: string, charges: SpendCharge[]) {
  return storage.limits.reserve({ reservationId, charges, ttlMs: LONG_MS });
}

async function expectReserved(
  storage: Storage,
  reservationId: string,
  charges: SpendCharge[],
): Promise<void> {
  expectStatus(await reserve(storage, reservationId, charges), 'reserved');
}

function read(storage: Storage, ...scopes: string[]) {
  return storage.limits.readSpend({ scopes });
}
