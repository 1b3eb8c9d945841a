import { describe, expect } from 'vitest';
import { expectCode } from './harness/expectations.js';
import { guarantees } from './harness/guarantees.js';
import type { StorageHarness } from './harness/storage-harness.js';

/** Longer than any signal takes; a test that reaches it has failed. */
const TIMEOUT_MS = 10_000;
const channels = ['task/a'];

/** Hints across processes that something may have changed. */
export function describeSignals(harness: StorageHarness): void {
  const guarantee = guarantees(harness);
  describe('signals', () => {
    guarantee('reach a listener that waits', async ({ storage }) => {
      await using listener = await storage.signals.listen({ channels });
      const next = listener.next({ timeoutMs: TIMEOUT_MS });
      await storage.signals.publish({ channels });
      expect(await next).toBe('signalled');
    });

    guarantee('are not missed between listening and waiting', async ({ storage }) => {
      await using listener = await storage.signals.listen({ channels });
      await storage.signals.publish({ channels });
      expect(await listener.next({ timeoutMs: TIMEOUT_MS })).toBe('signalled');
    });

    guarantee('are not missed between two waits', async ({ storage }) => {
      await using listener = await storage.signals.listen({ channels });
      for (let round = 0; round < 20; round += 1) {
        await storage.signals.publish({ channels });
        expect(await listener.next({ timeoutMs: TIMEOUT_MS })).toBe('signalled');
      }
    });

    guarantee(
      'never hide a change from one who listens, then looks, then waits',
      async ({ storage, anotherClient }) => {
        const other = await anotherClient();
        for (let round = 0; round < 20; round += 1) {
          const log = `log${round}`;
          await using listener = await other.signals.listen({ channels: [`log/${log}`] });
          const append = storage.logs.append({ log, id: 'a', body: {} });
          const seen = (await other.logs.head({ log })).sequence;
          if (seen === 0) expect(await listener.next({ timeoutMs: TIMEOUT_MS })).toBe('signalled');
          await append;
          expect((await other.logs.head({ log })).sequence).toBe(1);
        }
      },
    );

    guarantee('cross from client to client, both ways', async ({ storage, anotherClient }) => {
      const other = await anotherClient();
      for (const [from, to] of [
        [storage, other],
        [other, storage],
      ] as const) {
        await using listener = await to.signals.listen({ channels });
        await from.signals.publish({ channels });
        expect(await listener.next({ timeoutMs: TIMEOUT_MS })).toBe('signalled');
      }
    });

    guarantee('reach every listener of a channel', async ({ storage, anotherClient }) => {
      const other = await anotherClient();
      const listeners = await Promise.all(
        [storage, storage, other].map((client) => client.signals.listen({ channels })),
      );
      await storage.signals.publish({ channels });
      for (const listener of listeners)
        expect(await listener.next({ timeoutMs: TIMEOUT_MS })).toBe('signalled');
      await Promise.all(listeners.map((listener) => listener.close()));
    });

    guarantee('reach a listener on any of its channels, and no other listener', async ({ storage }) => {
      await using several = await storage.signals.listen({ channels: ['one', 'two'] });
      await using deaf = await storage.signals.listen({ channels: ['on', 'two/x'] });
      await storage.signals.publish({ channels: ['two', 'three'] });
      expect(await several.next({ timeoutMs: TIMEOUT_MS })).toBe('signalled');
      expect(await deaf.next({ timeoutMs: 50 })).toBe('timeout');
    });

    guarantee('end a wait at its timeout when nothing comes', async ({ storage }) => {
      await using listener = await storage.signals.listen({ channels });
      expect(await listener.next({ timeoutMs: 20 })).toBe('timeout');
      await storage.signals.publish({ channels });
      expect(await listener.next({ timeoutMs: TIMEOUT_MS })).toBe('signalled');
    });

    guarantee('end a wait when its caller aborts', async ({ storage }) => {
      await using listener = await storage.signals.listen({ channels });
      const controller = new AbortController();
      const next = listener.next({ timeoutMs: TIMEOUT_MS, signal: controller.signal });
      controller.abort();
      await expectCode(next, 'aborted');
      await expectCode(listener.next({ timeoutMs: TIMEOUT_MS, signal: controller.signal }), 'aborted');
      await storage.signals.publish({ channels });
      expect(await listener.next({ timeoutMs: TIMEOUT_MS })).toBe('signalled');
    });

    guarantee('end a wait when its listener or its storage is closed', async ({ storage }) => {
      const closed = await storage.signals.listen({ channels });
      const waiting = closed.next({ timeoutMs: TIMEOUT_MS });
      const expectation = expectCode(waiting, 'closed');
      await closed.close();
      await closed.close();
      await expectation;
      await expectCode(closed.next({ timeoutMs: TIMEOUT_MS }), 'closed');
      const open = await storage.signals.listen({ channels });
      const lastWait = expectCode(open.next({ timeoutMs: TIMEOUT_MS }), 'closed');
      await storage.close();
      await lastWait;
      await expectCode(open.next({ timeoutMs: TIMEOUT_MS }), 'closed');
    });

    guarantee('may be published to nobody', async ({ storage }) => {
      await storage.signals.publish({ channels: ['nobody/listens'] });
    });
  });
}
