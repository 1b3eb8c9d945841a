import { EVENT_TYPES, EVENTS_LOG, type EventBody, type Storage } from '@agentcoord/core';
import { describe, expect } from 'vitest';
import { LONG_MS, present, readEvents, SHORT_MS } from './harness/expectations.js';
import { guarantees } from './harness/guarantees.js';
import type { StorageHarness } from './harness/storage-harness.js';
import { granted, leaseRequest } from './leases/requests.js';
import { claimOne, complete, push, settle, task } from './queues/requests.js';
import { MUTATING_VERBS } from './sessions/mutating-verbs.js';

/** The feed that the dashboard, waits and a following store read: written in the same step as the change. */
export function describeEvents(harness: StorageHarness): void {
  const guarantee = guarantees(harness);
  describe('events', () => {
    for (const verb of MUTATING_VERBS) {
      guarantee(`${verb.name} writes its events with the change`, async ({ storage, needs }) => {
        if (verb.onlyStrictLimits) await needs('strictLimits');
        const { call, events } = await verb.prepare(storage);
        const { sequence } = await storage.logs.head({ log: EVENTS_LOG });
        await call(storage);
        expect(shown(await readEvents(storage, sequence)).sort()).toEqual([...events].sort());
        expectGrowingVersions(await readEvents(storage));
      });
    }

    guarantee('tell of renewals, expiries and what became ready', async ({ storage, pass }) => {
      const grant = await granted(storage, leaseRequest('one', 'file/a', { grantId: 'grant-1' }));
      const renewed = await storage.leases.renew({ ...grant, ttlMs: SHORT_MS });
      await push(storage, { id: 'a' }, { id: 'b', dependsOn: ['a'] }, { id: 'late', delayMs: SHORT_MS });
      const claim = await claimOne(storage);
      const short = await storage.queues.renew({ taskId: 'a', fence: claim.fence, leaseMs: SHORT_MS });
      if (renewed.status === 'renewed') await pass(renewed.expiresAt);
      if (short.status === 'renewed') await pass(short.expiresAt);
      await pass(present((await task(storage, 'late')).createdAt) + SHORT_MS);
      await granted(storage, leaseRequest('other', 'file/a', { grantId: 'grant-2' }));
      await complete(storage, await claimOne(storage));
      const events = shown(await readEvents(storage));
      expect(events).toEqual(
        expect.arrayContaining([
          'lease-renewed lease/grant-1',
          'lease-expired lease/grant-1',
          'task-renewed task/a',
          'task-expired task/a',
          'task-readied task/b',
          'task-readied task/late',
        ]),
      );
      expect(events.indexOf('lease-expired lease/grant-1')).toBeLessThan(
        events.indexOf('lease-granted lease/grant-2'),
      );
    });

    guarantee('tell of every way a task goes', async ({ storage }) => {
      await push(storage, { id: 'a' });
      await settle(storage, await claimOne(storage), { kind: 'release' });
      await settle(storage, await claimOne(storage), { kind: 'retry', error: 'no', delayMs: 0 });
      await settle(storage, await claimOne(storage), { kind: 'bury', error: 'no' });
      await storage.queues.requeue({ taskId: 'a' });
      await complete(storage, await claimOne(storage));
      const types = (await readEvents(storage)).map((event) => event.type);
      const ends = types.filter((type) => type !== 'task-claimed' && type !== 'task-readied');
      expect(ends).toEqual([
        'task-added',
        'task-released',
        'task-retried',
        'task-failed',
        'task-requeued',
        'task-completed',
      ]);
      expect(types.filter((type) => type === 'task-claimed')).toHaveLength(4);
    });

    guarantee('applied in order give the state of every task', async ({ storage, pass }) => {
      await push(
        storage,
        { id: 'a', maxAttempts: 1 },
        { id: 'b', dependsOn: ['a'], onDependencyFailure: 'cancel' },
      );
      await push(
        storage,
        { id: 'c' },
        { id: 'd', dependsOn: ['c'] },
        { id: 'e', delayMs: LONG_MS },
        { id: 'f' },
      );
      const dying = await claimOne(storage, { leaseMs: SHORT_MS });
      await pass(dying.expiresAt);
      await complete(storage, await claimOne(storage));
      await claimOne(storage);
      await storage.queues.stats({});
      const states = new Map<string, unknown>();
      for (const { entity, fields } of await readEvents(storage)) {
        if (fields.state !== undefined) states.set(entity, fields.state);
      }
      const { tasks } = await storage.queues.list({});
      expect(Object.fromEntries(states)).toEqual(
        Object.fromEntries(tasks.map((found) => [`task/${found.id}`, found.state])),
      );
    });

    guarantee('carry a payload once', async ({ storage }) => {
      const secret = 'a-payload-that-is-easy-to-find';
      await push(storage, { id: 'a', payload: { secret } });
      await complete(storage, await claimOne(storage));
      await storage.records.put({ collection: 'things', id: 'a', value: { secret } });
      await storage.records.remove({ collection: 'things', id: 'a' });
      const carriers = (await readEvents(storage)).filter((event) => JSON.stringify(event).includes(secret));
      expect(carriers.map((event) => event.type)).toEqual(['task-added', 'record-stored']);
    });

    guarantee('are signalled, also to other clients', async ({ storage, anotherClient }) => {
      const other = await anotherClient();
      await using listener = await other.signals.listen({ channels: [`log/${EVENTS_LOG}`] });
      await push(storage, { id: 'a' });
      expect(await listener.next({ timeoutMs: 10_000 })).toBe('signalled');
    });

    guarantee('are known types with growing versions, whatever happens', async ({ storage }) => {
      await busyDay(storage);
      const events = await readEvents(storage);
      for (const event of events) expect(EVENT_TYPES).toContain(event.type);
      expectGrowingVersions(events);
      const { head, entries } = await storage.logs.read({ log: EVENTS_LOG, limit: 1_000 });
      expect(entries.map((entry) => entry.sequence)).toEqual(entries.map((_, index) => index + 1));
      expect(head.sequence).toBe(events.length);
    });
  });
}

async function busyDay(storage: Storage): Promise<void> {
  const ids = Array.from({ length: 10 }, (_, index) => `task-${index}`);
  await push(storage, ...ids.map((id, index) => ({ id, dependsOn: ids.slice(0, index % 3) })));
  for (let round = 0; round < 8; round += 1) {
    const claim = await claimOne(storage);
    if (round % 3 === 0) await settle(storage, claim, { kind: 'release' });
    else await complete(storage, claim);
  }
  for (let round = 0; round < 5; round += 1) {
    await storage.records.put({ collection: 'things', id: 'a', value: { round } });
    if (round === 2) await storage.records.remove({ collection: 'things', id: 'a' });
  }
}

function shown(events: EventBody[]): string[] {
  return events.map((event) => `${event.type} ${event.entity}`);
}

function expectGrowingVersions(events: EventBody[]): void {
  const last = new Map<string, number>();
  for (const event of events) {
    const before = last.get(event.entity);
    expect(Number.isSafeInteger(event.version), `version of ${event.entity}`).toBe(true);
    if (before !== undefined)
      expect(event.version, `${event.type} of ${event.entity}`).toBeGreaterThan(before);
    last.set(event.entity, event.version);
  }
}
