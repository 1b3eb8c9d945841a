import { EVENTS_LOG, type Operation, type Storage } from '@agentcoord/core';
import { describe, expect } from 'vitest';
import { expectCode, expectNoEvents } from '../harness/expectations.js';
import { type Guarantee, guarantees, type UnderTest } from '../harness/guarantees.js';
import type { StorageHarness } from '../harness/storage-harness.js';
import { MUTATING_VERBS, type MutatingVerb, type PreparedCall } from './mutating-verbs.js';

const FIRST: Operation = { session: 'session-1', slot: 0, sequence: 1 };
const SECOND: Operation = { ...FIRST, sequence: 2 };

/** The same rules for every mutating verb. */
export function describeEnvelope(harness: StorageHarness): void {
  const guarantee = guarantees(harness);
  for (const verb of MUTATING_VERBS) {
    describe(verb.name, () => describeVerb(guarantee, verb));
  }
}

function describeVerb(guarantee: Guarantee, verb: MutatingVerb): void {
  const holds = (sentence: string, check: (prepared: PreparedCall, underTest: UnderTest) => Promise<void>) =>
    guarantee(sentence, async (underTest) => {
      if (verb.onlyStrictLimits) await underTest.needs('strictLimits');
      await underTest.storage.sessions.open({ session: FIRST.session });
      await check(await verb.prepare(underTest.storage), underTest);
    });

  holds('sent twice gives the same reply and has one effect', async ({ call, meanwhile }, { storage }) => {
    const first = await call(storage, { operation: FIRST });
    await expectNoEvents(storage, async () => {
      expect(await call(storage, { operation: FIRST })).toEqual(first);
    });
    await meanwhile?.();
    await expectNoEvents(storage, async () => {
      expect(await call(storage, { operation: FIRST }), 'after the world moved on').toEqual(first);
    });
  });

  holds(
    'with other arguments under the same sequence is refused',
    async ({ call, otherCall }, { storage }) => {
      const first = await call(storage, { operation: FIRST });
      await expectNoEvents(storage, () =>
        expectCode(otherCall(storage, { operation: FIRST }), 'invalid_argument'),
      );
      expect(await call(storage, { operation: FIRST })).toEqual(first);
    },
  );

  holds('with a lower sequence never runs', async ({ call }, { storage }) => {
    await useUp(storage, SECOND);
    await expectNoEvents(storage, () => expectCode(call(storage, { operation: FIRST }), 'superseded'));
  });

  holds('never runs once it is burned', async ({ call }, { storage }) => {
    expect(await storage.sessions.burn(FIRST)).toEqual({ status: 'burned' });
    await expectNoEvents(storage, () => expectCode(call(storage, { operation: FIRST }), 'superseded'));
    expect(await storage.sessions.burn(FIRST)).toEqual({ status: 'burned' });
  });

  holds('that ran is told by burning it', async ({ call }, { storage }) => {
    const reply = await call(storage, { operation: FIRST });
    await expectNoEvents(storage, async () => {
      expect(await storage.sessions.burn(FIRST)).toEqual({ status: 'ran', reply });
      expect(await storage.sessions.burn(FIRST)).toEqual({ status: 'ran', reply });
    });
  });

  holds('in a session nobody opened is refused', async ({ call }, { storage }) => {
    const operation = { ...FIRST, session: 'session-2' };
    await expectNoEvents(storage, () => expectCode(call(storage, { operation }), 'session_expired'));
  });

  holds('opens its session in the same trip when told to', async ({ call }, { storage }) => {
    const operation = { ...FIRST, session: 'session-2' };
    const first = await call(storage, { operation: { ...operation, open: true } });
    expect(await call(storage, { operation })).toEqual(first);
  });

  holds(
    'sent at the same time by two clients has one effect',
    async ({ call, events }, { storage, anotherClient }) => {
      const other = await anotherClient();
      const before = await storage.logs.head({ log: EVENTS_LOG });
      const sends = [storage, other, storage].map((client) => call(client, { operation: FIRST }));
      const [first, ...rest] = await Promise.all(sends);
      for (const reply of rest) expect(reply).toEqual(first);
      expect((await storage.logs.head({ log: EVENTS_LOG })).sequence - before.sequence).toBe(events.length);
    },
  );
}

/** Runs something harmless under this operation. */
export async function useUp(storage: Storage, operation: Operation): Promise<void> {
  await storage.records.put({ collection: 'used', id: `n${operation.sequence}`, value: {} }, { operation });
}
