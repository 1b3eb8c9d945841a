import { ApprovalWorkflow, createDelegation } from '@agentcoord/approvals';
import { SigningKey } from '@agentcoord/core';
import { describe, expect, test } from 'vitest';
import { refusal } from './support/refusals.js';
import { onEveryStore } from './support/stores.js';
import { DEPLOY, World } from './support/world.js';

const FAR = 32_503_680_000_000;

onEveryStore('deciding', (place) => {
  const world = async (): Promise<World> => new World(await (await place()).open());

  test('an approval says who, when and why, and can be used once', async () => {
    const { ada, operator } = await world();
    const { id } = await ada.request(DEPLOY);
    const decided = await operator.approve(id, { reason: 'tests pass' });
    expect(decided).toMatchObject({
      status: 'approved',
      by: 'operator',
      reason: 'tests pass',
      votes: [{ by: 'operator', verdict: 'approved', authority: 'operator' }],
    });
    expect(decided.usableUntil).toBe((decided.decidedAt ?? 0) + 300_000);
    expect(await ada.consume(id, DEPLOY)).toMatchObject({ usedBy: 'Ada#agent_1' });
    const again = await refusal(ada.consume(id, DEPLOY));
    expect(again).toMatchObject({ code: 'conflict', data: { usedBy: 'Ada#agent_1' } });
    expect(await operator.list({ pending: true })).toEqual([]);
  });

  test('what is decided stays decided, and the late ones learn who and when', async () => {
    const { ada, operator } = await world();
    const { id } = await ada.request(DEPLOY);
    const { decidedAt } = await operator.reject(id, { reason: 'not on a Friday' });
    for (const late of [operator.approve(id), operator.reject(id), ada.cancel(id), ada.consume(id, DEPLOY)]) {
      const { code, message, data } = await refusal(late);
      expect([code, data.status, data.by, data.decidedAt]).toEqual([
        'conflict',
        'rejected',
        'operator',
        decidedAt,
      ]);
      expect(message).toContain('not on a Friday');
    }
  });

  test('what does not exist cannot be decided', async () => {
    const { operator } = await world();
    for (const nothing of [
      operator.approve('approval-1'),
      operator.get('approval-1'),
      operator.wait('approval-1'),
    ])
      expect(await refusal(nothing)).toMatchObject({ code: 'not_found', data: { id: 'approval-1' } });
  });

  test('who has no key that counts is told so, and the request stays open', async () => {
    const project = await world();
    const { id } = await project.ask();
    const stranger = project.as({ actor: 'Bob#agent_9', signer: SigningKey.create() });
    expect(await refusal(stranger.approve(id))).toMatchObject({
      code: 'misconfigured',
      message: expect.stringContaining('pins the keys of its operators'),
    });
    expect(await refusal(project.ada.approve(id))).toMatchObject({
      message: expect.stringContaining('who asks never decides'),
    });
    expect(await project.operator.get(id)).toMatchObject({ status: 'pending', warnings: [] });
  });

  test('a forged decision in the store is named, and the right one can still be made', async () => {
    const project = await world();
    const { id } = await project.ask();
    await project.rewrite(id, (value) => ({
      ...value,
      votes: [{ id: 'vote-1', by: 'operator', verdict: 'approved', at: value.requestedAt }],
    }));
    expect(await project.ada.get(id)).toMatchObject({
      status: 'pending',
      warnings: [expect.stringContaining('it is not signed')],
    });
    await project.operator.approve(id);
    expect(await project.ada.get(id)).toMatchObject({ status: 'approved', warnings: [] });
  });

  test.each([
    ['no votes', { votes: 'none' }],
    ['a vote that is none', { votes: [{ verdict: 'approved' }] }],
    ['a cancellation without an author', { cancelled: { reason: 5 } }],
    ['a use that is none', { used: { by: 5 } }],
    ['a time that is none', { expiresAt: 'never' }],
  ])('what is no request (%s) is not there, and spoils no list', async (_what, wrong) => {
    const project = await world();
    const [spoiled, other] = [await project.ask(), await project.ask()];
    await project.rewrite(spoiled.id, (value) => ({ ...value, ...wrong }));
    expect(await refusal(project.operator.approve(spoiled.id))).toMatchObject({ code: 'not_found' });
    expect(await project.letsThrough(spoiled.id)).toBe(false);
    expect((await project.operator.list()).map(({ id }) => id)).toEqual([other.id]);
  });

  test('a request whose text was changed is not decided', async () => {
    const project = await world();
    const { id } = await project.ask();
    await project.rewrite(id, (value) => ({ ...value, description: 'Something harmless' }));
    expect(await refusal(project.operator.approve(id))).toMatchObject({ code: 'storage_corrupt' });
    expect((await project.operator.get(id)).warnings).toHaveLength(1);
  });

  test('a quorum takes different names with different keys; one rejection ends it', async () => {
    const project = await world();
    const key = SigningKey.create();
    const delegation = createDelegation(project.operatorKey, {
      ...{ delegate: 'CTO', key: key.publicKey, actions: ['deploy:*'], expiresAt: FAR, scope: project.scope },
    });
    const cto = project.as({ actor: 'CTO#agent_5', signer: key, delegation });
    const first = await project.ask({ quorum: 2 });
    expect(await cto.approve(first.id)).toMatchObject({ status: 'pending' });
    expect(await refusal(cto.approve(first.id))).toMatchObject({ data: { votes: 1, quorum: 2 } });
    expect(await project.letsThrough(first.id)).toBe(false);
    expect(await project.operator.approve(first.id)).toMatchObject({
      status: 'approved',
      votes: [{ authority: 'delegate' }, { authority: 'operator' }],
    });
    const second = await project.ask({ quorum: 2 });
    await project.operator.approve(second.id);
    expect(await cto.reject(second.id)).toMatchObject({ status: 'rejected', by: 'CTO' });
  });

  test('only approvers that were named decide', async () => {
    const { ada, operator } = await world();
    const { id } = await ada.request({ ...DEPLOY, approvers: ['CTO'] });
    expect(await refusal(operator.approve(id))).toMatchObject({ data: { approvers: ['CTO'] } });
  });

  test('only who asked takes a request back', async () => {
    const { ada, operator } = await world();
    const { id } = await ada.request(DEPLOY);
    expect(await refusal(operator.cancel(id))).toMatchObject({ code: 'misconfigured' });
    expect(await ada.cancel(id, { reason: 'changed my mind' })).toMatchObject({
      status: 'cancelled',
      by: 'Ada',
      reason: 'changed my mind',
    });
    expect(await refusal(operator.approve(id))).toMatchObject({ data: { status: 'cancelled' } });
  });
});

onEveryStore('policies', (place) => {
  test('decide what they cover at once, visibly, and only where they are configured', async () => {
    const world = new World(await (await place()).open());
    world.autoApprove = [{ action: 'deploy:staging*', tags: ['backend'], name: 'staging' }];
    const covered = { ...DEPLOY, action: 'deploy:staging-2' };
    const asked = await world.ada.request(covered);
    expect(asked).toMatchObject({
      status: 'approved',
      by: 'policy staging',
      votes: [{ authority: 'policy' }],
    });
    for (const action of ['deploy:production', 'xdeploy:staging'])
      expect(await world.ask({ action })).toMatchObject({ status: 'pending' });
    expect(await world.ask({ action: 'deploy:staging', tags: ['frontend'] })).toMatchObject({
      status: 'pending',
    });
    world.autoApprove = [];
    expect(await world.ada.get(asked.id)).toMatchObject({
      status: 'pending',
      warnings: [expect.stringContaining('no policy')],
    });
    expect(await world.letsThrough(asked.id, covered)).toBe(false);
  });
});

describe('without pinned keys', () => {
  onEveryStore('decisions are unsigned', (place) => {
    test('and shown so; who asked still cannot decide', async () => {
      const storage = await (await place()).open();
      const as = (actor: string) => new ApprovalWorkflow({ storage, actor });
      const { id } = await as('Ada').request(DEPLOY);
      expect(await refusal(as('ada').approve(id))).toMatchObject({ code: 'misconfigured' });
      expect(await as('operator').approve(id)).toMatchObject({ votes: [{ authority: 'unsigned' }] });
      expect(await as('Ada').consume(id, DEPLOY)).toMatchObject({ usedBy: 'Ada' });
    });

    // The sabotage of the forgeries: with the guarantee switched off the same attempt gets through.
    test('and a decision written to the store is believed', async () => {
      const world = new World(await (await place()).open());
      const { id } = await world.ask();
      await world.rewrite(id, (value) => ({
        ...value,
        votes: [{ id: 'vote-1', by: 'operator', verdict: 'approved', at: value.requestedAt }],
      }));
      const believer = new ApprovalWorkflow({ storage: world.storage, actor: 'Ada' });
      expect(await believer.consume(id, DEPLOY)).toMatchObject({ status: 'approved' });
      expect(await world.ada.get(id)).toMatchObject({ status: 'pending' });
    });
  });
});
