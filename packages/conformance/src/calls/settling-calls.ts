import { AgentCoordError } from '@agentcoord/core';
import { describe, expect } from 'vitest';
import { expectCode, expectNoEvents } from '../harness/expectations.js';
import { guarantees } from '../harness/guarantees.js';
import type { StorageHarness } from '../harness/storage-harness.js';
import { EVERY_VERB } from './every-verb.js';

/** Every call settles: aborted, closed, or done. */
export function describeSettlingCalls(harness: StorageHarness): void {
  const guarantee = guarantees(harness);
  describe('every call', () => {
    for (const verb of EVERY_VERB) {
      guarantee(`${verb.name} does nothing for a caller who had aborted before`, async ({ storage }) => {
        const call = await verb.prepare(storage);
        await expectNoEvents(storage, () => expectCode(call({ signal: AbortSignal.abort() }), 'aborted'));
      });

      guarantee(`${verb.name} settles when its caller aborts meanwhile`, async ({ storage }) => {
        const call = await verb.prepare(storage);
        const controller = new AbortController();
        const outcome = call({ signal: controller.signal }).then(
          () => 'done',
          (error: unknown) => (AgentCoordError.is(error) ? error.code : String(error)),
        );
        controller.abort();
        expect(['done', 'aborted']).toContain(await outcome);
      });

      guarantee(`${verb.name} says closed after its storage was closed`, async ({ storage }) => {
        const call = await verb.prepare(storage);
        await storage.close();
        await expectCode(call(), 'closed');
      });
    }

    guarantee('that listens or burns minds abort and close, too', async ({ storage }) => {
      const operation = { session: 'session-1', slot: 0, sequence: 1 };
      await storage.sessions.open({ session: 'session-1' });
      const signal = AbortSignal.abort();
      await expectCode(storage.sessions.burn(operation, { signal }), 'aborted');
      await expectCode(storage.signals.listen({ channels: ['task/a'] }, { signal }), 'aborted');
      await storage.close();
      await expectCode(storage.sessions.burn(operation), 'closed');
      await expectCode(storage.signals.listen({ channels: ['task/a'] }), 'closed');
    });

    guarantee('may come while the storage closes, and settles', async ({ storage }) => {
      const calls = Array.from({ length: 50 }, (_, index) =>
        storage.records.put({ collection: 'things', id: `r${index}`, value: {} }).then(
          (reply) => reply.status,
          (error: unknown) => (AgentCoordError.is(error) ? error.code : String(error)),
        ),
      );
      await Promise.all([storage.close(), storage.close()]);
      const outcomes = await Promise.all(calls);
      for (const outcome of outcomes) expect(['stored', 'closed']).toContain(outcome);
      await storage.close();
    });
  });

  describe('the storage itself', () => {
    guarantee('has a clock that never goes back', async ({ storage, anotherClient }) => {
      const other = await anotherClient();
      let last = 0;
      for (let look = 0; look < 50; look += 1) {
        const now = await (look % 2 ? other : storage).now();
        expect(now).toBeGreaterThanOrEqual(last);
        last = now;
      }
      // Epoch milliseconds, not seconds or microseconds.
      expect(last).toBeGreaterThan(Date.UTC(2020));
      expect(last).toBeLessThan(Date.UTC(2200));
    });

    guarantee('describes itself without secrets', async ({ storage }) => {
      const description = await storage.describe();
      expect(['memory', 'file', 'redis', 'failover']).toContain(description.kind);
      expect(description.address.length).toBeGreaterThan(0);
      expect(description.address).not.toMatch(/:\/\/[^@/]*:[^@/]+@/);
      expect(description.mode.split('\n')).toHaveLength(1);
      for (const value of Object.values(description.capabilities)) expect(typeof value).toBe('boolean');
    });

    guarantee('is released by `await using`', async ({ anotherClient }) => {
      const other = await anotherClient();
      {
        await using used = other;
        await used.now();
      }
      await expectCode(other.now(), 'closed');
    });

    guarantee('gives two clients of one namespace the same data', async ({ storage, anotherClient }) => {
      const other = await anotherClient();
      await storage.records.put({ collection: 'things', id: 'a', value: { n: 1 } });
      const [record] = await other.records.get({ collection: 'things', ids: ['a'] });
      expect(record?.value).toEqual({ n: 1 });
    });
  });
}
