import { expect, test } from 'vitest';
import type { CoordinationClient } from '../src/index.js';
import { openClient, openSession } from './support/open-client.js';
import { missing, sharedServer, unless } from './support/redis.js';
import { temporaryRepository } from './support/temporary.js';

const server = sharedServer();
const stores = [
  { name: 'the file store', isMissing: false, redisUrl: () => 'none' },
  { name: `Redis${unless}`, isMissing: missing !== undefined, redisUrl: () => server.url() },
];

for (const { name, isMissing, redisUrl } of stores) {
  const onStore = test.skipIf(isMissing);

  async function setup(): Promise<{ coord: CoordinationClient; operator: CoordinationClient }> {
    const options = { cwd: temporaryRepository(), redisUrl: redisUrl() };
    return {
      coord: await openSession({ ...options, name: 'Agent-1', role: 'Engineer' }),
      operator: await openClient(options),
    };
  }

  onStore(`on ${name} a thread reaches the inbox of who is addressed, and nobody else's`, async () => {
    const { coord, operator } = await setup();
    const posted = await coord.postThread({
      title: 'Deployment complete',
      message: 'Backend v2.0 is out',
      priority: 'high',
    });
    expect(posted.status).toBe('posted');
    const sent = await operator.broadcast({ title: 'Kickoff', message: 'Tasks are ready' });
    expect(sent).toMatchObject({ status: 'sent', deliveries: [{ agent: 'Agent-1', state: 'sent' }] });
    expect((await coord.inbox()).messages).toMatchObject([{ title: 'Kickoff', author: 'operator' }]);
    expect((await operator.inbox()).messages).toEqual([]);
  });

  onStore(
    `on ${name} an approval blocks until somebody else decides, and shows its agent waiting`,
    async () => {
      const { coord, operator } = await setup();
      const asking = coord.requestApproval({
        action: 'deploy',
        description: 'Deploy v2.0',
        timeout: '10m',
      });
      const pending = await firstPending(operator);
      expect(await operator.registry.get('Agent-1')).toMatchObject({
        state: 'waiting',
        workingOn: 'approval of deploy',
      });
      await expect(coord.approvals.approve(pending)).rejects.toMatchObject({ code: 'misconfigured' });
      await operator.approvals.approve(pending, { reason: 'tests pass' });
      expect(await asking).toMatchObject({ status: 'approved', by: 'operator', reason: 'tests pass' });
      expect(await operator.registry.get('Agent-1')).toMatchObject({ state: 'idle' });
    },
  );

  onStore(`on ${name} a decision is in the audit log, which verifies`, async () => {
    const { coord, operator } = await setup();
    await coord.logDecision({ type: 'deployment', context: 'Backend v2.0', reason: 'Tests pass' });
    await operator.audit.seal();
    expect(await operator.audit.list({ type: 'deployment' })).toMatchObject([
      { author: coord.identity, context: 'Backend v2.0', reason: 'Tests pass' },
    ]);
    expect(await operator.audit.verify()).toMatchObject({ status: 'ok', findings: [] });
  });
}

/** The request comes from another client, so it is waited for. */
async function firstPending({ approvals, storage }: CoordinationClient): Promise<string> {
  await using listener = await storage.signals.listen({ channels: ['record/approvals'] });
  for (;;) {
    const [first] = await approvals.list({ pending: true });
    if (first) return first.id;
    await listener.next({ timeoutMs: 1_000 });
  }
}
