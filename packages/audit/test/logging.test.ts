import { type AuditEntry, AuditLog } from '@agentcoord/audit';
import { AgentCoordError, SigningKey } from '@agentcoord/core';
import { describe, expect, test } from 'vitest';
import { interposed } from './support/interposed.js';
import { refusal } from './support/refusals.js';
import { onEveryStore } from './support/stores.js';

onEveryStore('logging', (open) => {
  test('an entry says who, what, why, and follows the one before', async () => {
    const { storage } = await open();
    await using audit = new AuditLog({ storage, author: 'Ada#agent_1' });
    const first = await audit.logDecision({
      type: 'deployment',
      context: 'Backend v2.0',
      reason: 'Tests pass',
      details: { version: '2.0' },
    });
    const second = await audit.logDecision({ type: 'rollback' });
    expect(first).toMatchObject({ sequence: 1, chainSequence: 1, author: 'Ada#agent_1', previous: '' });
    expect(second).toMatchObject({ sequence: 2, chainSequence: 2, previous: first.hash, chain: first.chain });
    expect(await audit.list()).toEqual([first, second]);
    await audit.close();
    expect(await audit.verify()).toMatchObject({
      status: 'ok',
      entries: 2,
      chains: 1,
      findings: [],
      missing: [],
      unsealed: { from: 1, to: 2, count: 2 },
      anchor: 'none',
    });
  });

  test('many authors write at once, each in its own order, and all of it is right', async () => {
    const { storage } = await open();
    const authors = Array.from(
      { length: 8 },
      (_, index) => new AuditLog({ storage, author: `agent-${index}` }),
    );
    await Promise.all(
      authors.flatMap((audit) =>
        Array.from({ length: 10 }, (_, index) => audit.logDecision({ type: 'step', context: `${index}` })),
      ),
    );
    await Promise.all(authors.map((audit) => audit.close()));
    const [reader] = authors;
    const report = await reader?.verify();
    expect(report).toMatchObject({ status: 'ok', entries: 80, chains: 8 });
    const mine = await reader?.list({ agent: 'agent-3', limit: 100 });
    expect(mine?.map(({ context }) => context)).toEqual(Array.from({ length: 10 }, (_, index) => `${index}`));
  });

  test('what waits in an outbox for an owner is logged all the same, also under an own id', async () => {
    const { storage } = await open();
    const waiting: Array<Parameters<typeof storage.logs.append>[0]> = [];
    const logs = interposed(storage.logs, {
      append: async (request) => {
        waiting.push(request);
        return { sequence: 0, at: await storage.now(), queued: true };
      },
    });
    await using audit = new AuditLog({ storage: interposed(storage, { logs }), author: 'Ada' });
    await audit.logDecision({ type: 'deployment', id: 'deploy-2.0' });
    await audit.logDecision({ type: 'rollback' });
    for (const request of waiting) await storage.logs.append(request);
    await audit.close();
    const entries = await audit.list();
    expect(entries.map(({ type }) => type)).toEqual(['deployment', 'rollback']);
    expect(await audit.verify()).toMatchObject({ status: 'ok', entries: 2, findings: [] });
  });

  test('what failed, and waits when it is logged again under its id, is one entry of a whole chain', async () => {
    const { storage } = await open();
    const waiting: Array<Parameters<typeof storage.logs.append>[0]> = [];
    let isFull = true;
    const logs = interposed(storage.logs, {
      append: async (request) => {
        if (isFull) throw new AgentCoordError('storage_unwritable', 'no memory');
        waiting.push(request);
        return { sequence: 0, at: await storage.now(), queued: true };
      },
    });
    await using audit = new AuditLog({ storage: interposed(storage, { logs }), author: 'Ada' });
    const decision = { type: 'deployment', id: 'deploy-2.0' };
    await expect(audit.logDecision(decision)).rejects.toMatchObject({ code: 'storage_unwritable' });
    isFull = false;
    for (let again = 0; again < 2; again += 1) await audit.logDecision(decision);
    await audit.logDecision({ type: 'rollback' });
    for (const request of waiting) await storage.logs.append(request);
    await audit.close();
    expect((await audit.list()).map(({ type }) => type)).toEqual(['deployment', 'rollback']);
    expect(await audit.verify()).toMatchObject({ status: 'ok', entries: 2, findings: [] });
  });

  test('what is logged twice with one id is there once, whoever does it', async () => {
    const { storage } = await open();
    await using first = new AuditLog({ storage, author: 'one' });
    await using second = new AuditLog({ storage, author: 'two' });
    const entry = await first.logDecision({ type: 'deployment', id: 'deploy-2.0' });
    expect(await first.logDecision({ type: 'deployment', id: 'deploy-2.0' })).toEqual(entry);
    expect(await second.logDecision({ type: 'deployment', id: 'deploy-2.0' })).toEqual(entry);
    await second.logDecision({ type: 'other' });
    expect(await first.verify()).toMatchObject({ status: 'ok', entries: 2 });
  });

  test('filters by agent, type and time', async () => {
    const { storage } = await open();
    const log = async (author: string, type: string): Promise<AuditEntry> => {
      await using audit = new AuditLog({ storage, author });
      return audit.logDecision({ type });
    };
    const [a1, b1, a2] = [
      await log('Ada#agent_1', 'deployment'),
      await log('Bob#agent_2', 'deployment'),
      await log('Ada#agent_3', 'review'),
    ];
    const reader = new AuditLog({ storage, author: 'reader' });
    expect(await reader.list({ agent: 'Ada' })).toEqual([a1, a2]);
    expect(await reader.list({ agent: 'Ada#agent_1' })).toEqual([a1]);
    expect(await reader.list({ agent: 'Ad' })).toEqual([]);
    expect(await reader.list({ type: 'deployment' })).toEqual([a1, b1]);
    expect(await reader.list({ since: a2.at, type: 'review' })).toEqual([a2]);
    expect(await reader.list({ until: a1.at - 1 })).toEqual([]);
    expect(await reader.list({ limit: 1 })).toEqual([a2]);
  });

  test('entries are followed as they come, until told to stop', async () => {
    const { storage } = await open();
    await using audit = new AuditLog({ storage, author: 'Ada' });
    await audit.logDecision({ type: 'before' });
    const stop = new AbortController();
    const following = audit.follow({ after: 0, signal: stop.signal, pollInterval: '10m' });
    expect((await following.next()).value).toMatchObject({ type: 'before' });
    const next = following.next();
    await audit.logDecision({ type: 'after' });
    expect((await next).value).toMatchObject({ type: 'after' });
    const end = following.next();
    stop.abort();
    expect(await end).toEqual({ value: undefined, done: true });
  });

  test('a key of one’s own signs all entries of all one’s chains', async () => {
    const { storage } = await open();
    const signer = SigningKey.create();
    for (let round = 0; round < 2; round += 1) {
      await using audit = new AuditLog({ storage, author: 'operator', signer });
      expect(await audit.logDecision({ type: 'x' })).toMatchObject({
        key: signer.publicKey,
        chainSequence: 1,
      });
    }
    expect(await new AuditLog({ storage, author: 'x' }).verify()).toMatchObject({ status: 'ok', chains: 2 });
  });

  describe('wrong input', () => {
    test.each([
      ['no type', { type: '' }, 'invalid_argument', 'type'],
      ['a type with spaces', { type: 'a b' }, 'invalid_argument', 'type'],
      ['an empty reason', { type: 'a', reason: ' ' }, 'invalid_argument', 'reason'],
      ['1 MiB of context', { type: 'a', context: 'x'.repeat(1_048_576) }, 'too_large', 'context'],
      ['1 MiB of details', { type: 'a', details: { x: 'x'.repeat(1_048_576) } }, 'too_large', 'details'],
      [
        'details that are no JSON',
        { type: 'a', details: { f: (() => 1) as never } },
        'invalid_argument',
        'details.f',
      ],
    ])('%s is refused, and the chain goes on', async (_what, wrong, code, field) => {
      const { storage } = await open();
      await using audit = new AuditLog({ storage, author: 'Ada' });
      await audit.logDecision({ type: 'first' });
      expect(await refusal(audit.logDecision(wrong))).toMatchObject({ code, data: { field } });
      await audit.logDecision({ type: 'second' });
      expect(await audit.verify()).toMatchObject({ status: 'ok', entries: 2 });
    });

    test('what is closed takes nothing more', async () => {
      const { storage } = await open();
      const audit = new AuditLog({ storage, author: 'Ada' });
      await audit.close();
      expect(await refusal(audit.logDecision({ type: 'late' }))).toMatchObject({ code: 'closed' });
    });
  });
});
