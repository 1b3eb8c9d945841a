import type { Operation } from '@agentcoord/core';
import { describe, expect } from 'vitest';
import { expectCode, expectStatus } from './harness/expectations.js';
import { guarantees } from './harness/guarantees.js';
import type { StorageHarness } from './harness/storage-harness.js';
import { describeEnvelope, useUp } from './sessions/envelope.js';

const SESSION = 'session-1';

/** The replay cache behind every mutating verb. */
export function describeSessions(harness: StorageHarness): void {
  const guarantee = guarantees(harness);
  const at = (slot: number, sequence: number): Operation => ({ session: SESSION, slot, sequence });

  describe('sessions', () => {
    guarantee('open as often as one likes, and keep what they know', async ({ storage }) => {
      await storage.sessions.open({ session: SESSION });
      await useUp(storage, at(0, 1));
      expect(await storage.sessions.open({ session: SESSION })).toEqual({ session: SESSION });
      expectStatus(await storage.sessions.burn(at(0, 1)), 'ran');
    });

    guarantee('keep slots and sessions apart', async ({ storage }) => {
      await storage.sessions.open({ session: SESSION });
      await storage.sessions.open({ session: 'session-2' });
      await useUp(storage, at(0, 7));
      await useUp(storage, at(1, 1));
      await useUp(storage, { ...at(0, 1), session: 'session-2' });
      expectStatus(await storage.sessions.burn(at(0, 7)), 'ran');
      expectStatus(await storage.sessions.burn(at(1, 1)), 'ran');
      expectStatus(await storage.sessions.burn(at(1023, 1)), 'burned');
    });

    guarantee('cannot tell what became of an operation below the last', async ({ storage }) => {
      await storage.sessions.open({ session: SESSION });
      await useUp(storage, at(0, 1));
      await useUp(storage, at(0, 5));
      expect(await storage.sessions.burn(at(0, 1))).toEqual({ status: 'superseded' });
      expect(await storage.sessions.burn(at(0, 3))).toEqual({ status: 'superseded' });
      expectStatus(await storage.sessions.burn(at(0, 5)), 'ran');
    });

    guarantee('go on above a burned operation', async ({ storage }) => {
      await storage.sessions.open({ session: SESSION });
      await storage.sessions.burn(at(0, 3));
      await expectCode(useUp(storage, at(0, 2)), 'superseded');
      await useUp(storage, at(0, 4));
      expectStatus(await storage.sessions.burn(at(0, 4)), 'ran');
    });

    guarantee('refuse another verb under a used sequence', async ({ storage }) => {
      await storage.sessions.open({ session: SESSION });
      await useUp(storage, at(0, 1));
      const operation = at(0, 1);
      const remove = storage.records.remove({ collection: 'used', id: 'n1' }, { operation });
      await expectCode(remove, 'invalid_argument');
      expect(await storage.records.get({ collection: 'used', ids: ['n1'] })).not.toEqual([undefined]);
    });

    guarantee('take arguments for the same whatever the order of their fields', async ({ storage }) => {
      await storage.sessions.open({ session: SESSION });
      const operation = at(0, 1);
      const first = { collection: 'things', id: 'a', value: { x: 1, y: { p: 1, q: 2 } } };
      const same = { value: { y: { q: 2, p: 1 }, x: 1 }, id: 'a', collection: 'things' };
      const reply = await storage.records.put(first, { operation });
      expect(await storage.records.put(same, { operation })).toEqual(reply);
    });

    guarantee('say session_expired where they are not known', async ({ storage }) => {
      await expectCode(storage.sessions.burn(at(0, 1)), 'session_expired');
      await expectCode(useUp(storage, at(0, 1)), 'session_expired');
    });

    guarantee('remember over clients and their deaths', async ({ storage, needs, anotherClient }) => {
      await needs('durable');
      await storage.sessions.open({ session: SESSION });
      const operation = at(0, 1);
      const append = { log: 'audit', id: 'a', body: {} };
      const reply = await storage.logs.append(append, { operation });
      await storage.close();
      const other = await anotherClient();
      expect(await other.logs.append(append, { operation })).toEqual(reply);
      expect(await other.sessions.burn(operation)).toEqual({ status: 'ran', reply });
    });

    guarantee('refuse broken envelopes', async ({ storage }) => {
      await storage.sessions.open({ session: SESSION });
      for (const broken of [at(-1, 1), at(1024, 1), at(0, 0), at(0, 1.5), { ...at(0, 1), session: 'a b' }]) {
        await expectCode(useUp(storage, broken), 'invalid_argument');
        await expectCode(storage.sessions.burn(broken), 'invalid_argument');
      }
    });

    describeEnvelope(harness);
  });
}
