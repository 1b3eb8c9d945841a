import { AuditLog, type DeriveRule } from '@agentcoord/audit';
import { EVENTS_LOG, type Storage } from '@agentcoord/core';
import { expect, test } from 'vitest';
import { onEveryStore } from './support/stores.js';

async function derived(storage: Storage, rules: DeriveRule[] = []) {
  await using audit = new AuditLog({ storage, author: 'keeper', rules });
  await audit.seal();
  return (await audit.list({ limit: 1_000 })).map(({ type, context, reason, details }) => ({
    type,
    context,
    reason,
    details,
  }));
}

onEveryStore('deriving', (open) => {
  test('a lock that was forced, with who did it and why', async () => {
    const { storage } = await open();
    await storage.leases.acquire({
      grantId: 'grant-1',
      holder: 'Ada#agent_1',
      keys: [{ key: 'file/a.ts' }],
      ttlMs: 60_000,
    });
    await storage.leases.revoke({ grantId: 'grant-1', reason: 'Ada left', by: 'operator' });
    expect(await derived(storage)).toEqual([
      expect.objectContaining({
        type: 'lock-forced',
        reason: 'Ada left',
        details: expect.objectContaining({ grant: 'grant-1', holder: 'Ada#agent_1', by: 'operator' }),
      }),
    ]);
  });

  test('a budget that was hit, once however often it is asked for', async () => {
    const { storage } = await open();
    const charges = [{ scope: 'fleet', amount: 7, cap: 10 }];
    for (const reservationId of ['first', 'second', 'third'])
      await storage.limits.reserve({ reservationId, charges, ttlMs: 60_000 });
    expect(await derived(storage)).toEqual([
      {
        type: 'budget-hit',
        context: 'budget of fleet',
        reason: '0 spent and 7 reserved of 10',
        details: expect.objectContaining({ scope: 'fleet', cap: 10, spent: 0, reserved: 7 }),
      },
    ]);
  });

  test('a task in the dead letter, with what went wrong', async () => {
    const { storage } = await open();
    await storage.queues.push({
      tasks: [
        { id: 'task-1', title: 'x', maxAttempts: 1 },
        { id: 'task-2', title: 'y' },
      ],
    });
    for (const error of ['no compiler', undefined]) {
      const reply = await storage.queues.claim({ worker: 'Ada', leaseMs: 60_000 });
      const claim = reply.status === 'claimed' ? reply.claims[0] : undefined;
      if (claim === undefined) throw new Error('There was nothing to claim.');
      const outcome =
        error === undefined
          ? ({ kind: 'complete' } as const)
          : ({ kind: 'retry', error, delayMs: 0 } as const);
      await storage.queues.settle({ taskId: claim.task.id, fence: claim.fence, outcome });
    }
    expect(await derived(storage)).toEqual([
      {
        type: 'task-dead-lettered',
        context: 'task/task-1',
        reason: 'no compiler',
        details: expect.objectContaining({ task: 'task-1', worker: 'Ada', attempt: 1 }),
      },
    ]);
  });

  test('an agent that was reaped: once, however often its record is written', async () => {
    const { storage } = await open();
    const value = { name: 'Ada', incarnation: 'agent_1', state: 'dead', cause: 'no-heartbeat' };
    for (const more of [{ state: 'working' }, {}, { freed: true }, { freed: true, reapedAt: 5 }])
      await storage.records.put({ collection: 'agents', id: 'Ada', value: { ...value, ...more } });
    expect(await derived(storage)).toEqual([
      expect.objectContaining({ type: 'agent-reaped', context: 'agent Ada', reason: 'no-heartbeat' }),
    ]);
  });

  test('every step of an approval', async () => {
    const { storage } = await open();
    const asked = {
      action: 'deploy',
      description: 'v2.0',
      hash: 'abc',
      requester: { name: 'Ada' },
      votes: [],
    };
    const vote = { id: 'vote-1', by: 'operator', verdict: 'rejected', reason: 'Friday', at: 5 };
    const decided = { ...asked, votes: [vote], decidedVersion: 2 };
    for (const value of [asked, decided])
      await storage.records.put({ collection: 'approvals', id: 'a-1', value });
    expect(await derived(storage)).toEqual([
      expect.objectContaining({ type: 'approval-requested', context: 'deploy: v2.0' }),
      expect.objectContaining({
        type: 'approval-rejected',
        reason: 'Friday',
        details: expect.objectContaining({ approval: 'a-1', by: 'operator', hash: 'abc' }),
      }),
    ]);
  });

  test('rules of one’s own', async () => {
    const { storage } = await open();
    await storage.queues.push({ tasks: [{ id: 'task-1', title: 'x' }] });
    const rule: DeriveRule = ({ type, entity }) =>
      type === 'task-added' ? { type: 'noticed', context: entity } : undefined;
    expect(await derived(storage, [rule])).toMatchObject([{ type: 'noticed', context: 'task/task-1' }]);
  });

  test('by many keepers, again and again, writes each entry once and leaves every chain right', async () => {
    const { storage } = await open();
    const force = async (count: number, from: number): Promise<void> => {
      for (let index = from; index < from + count; index += 1) {
        const grantId = `grant-${index}`;
        await storage.leases.acquire({
          grantId,
          holder: 'Ada',
          keys: [{ key: `file/${index}` }],
          ttlMs: 60_000,
        });
        await storage.leases.revoke({ grantId, reason: 'x', by: 'operator' });
      }
    };
    const keepers = Array.from(
      { length: 4 },
      (_, index) => new AuditLog({ storage, author: `keeper-${index}` }),
    );
    await force(10, 0);
    await Promise.all(keepers.map((audit) => audit.seal()));
    await force(5, 10);
    // A cursor that was not saved, as after a crash: everything is derived again, without effect.
    await storage.records.put({ collection: 'audit-cursor', id: 'events', value: { after: 0 } });
    await Promise.all(keepers.map((audit) => audit.seal()));
    const [reader] = keepers;
    const grants = (await reader?.list({ limit: 1_000 }))?.map(({ details }) => details?.grant);
    expect(new Set(grants).size).toBe(15);
    expect(grants).toHaveLength(15);
    expect(await reader?.verify()).toMatchObject({ status: 'ok', findings: [] });
  });

  test('events that are gone before they were derived are told, and make the log incomplete', async () => {
    const { storage } = await open();
    await storage.records.put({ collection: 'things', id: 'a', value: {} });
    const late = shortOfEvents(storage, 50);
    await using audit = new AuditLog({ storage: late, author: 'keeper' });
    await audit.seal();
    expect(await audit.list()).toMatchObject([{ type: 'events-missed', details: { from: 1, to: 50 } }]);
    expect(await audit.verify()).toMatchObject({
      status: 'incomplete',
      findings: [],
      missing: [expect.stringContaining('Events 1 to 50')],
    });
  });
});

/** The same store, where the first events are no longer kept: really dropping a hundred thousand takes too long. */
function shortOfEvents(storage: Storage, dropped: number): Storage {
  const logs: Storage['logs'] = new Proxy(storage.logs, {
    get(target, name) {
      if (name !== 'read') return Reflect.get(target, name).bind(target);
      return async (request: Parameters<Storage['logs']['read']>[0]) => {
        const reply = await target.read(request);
        if (request.log !== EVENTS_LOG) return reply;
        const entries = reply.entries.filter(({ sequence }) => sequence > dropped);
        return { entries, head: { ...reply.head, firstSequence: dropped + 1 } };
      };
    },
  });
  return new Proxy(storage, {
    get: (target, name) => {
      if (name === 'logs') return logs;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
