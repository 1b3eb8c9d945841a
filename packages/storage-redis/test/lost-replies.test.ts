import { randomUUID } from 'node:crypto';
import { askRedis } from '@agentcoord/tooling/ask-redis';
import { startFaultProxy } from '@agentcoord/tooling/fault-proxy';
import { describe, onTestFinished, test } from 'vitest';
import { openRedisStorage } from '../src/index.js';
import { loseReplies } from './harness/lose-replies.js';
import { MUTATIONS } from './harness/mutations.js';
import { missing, sharedServer, unless } from './harness/redis-namespace.js';

/** `npm run prove -- lost-replies` loses 10,000. */
const ROUNDS = 100;

describe.skipIf(missing)(`a lost reply${unless}`, () => {
  const server = sharedServer();

  test('is not said to be no effect because our password was changed meanwhile', async ({ expect }) => {
    const { socketPath: path } = server.current();
    const namespace = randomUUID();
    const [user, proxy] = [`agent-${namespace}`, await startFaultProxy({ path })];
    onTestFinished(() => proxy.close());
    await askRedis({ path }, `ACL SETUSER ${user} on >secret ~* &* +@all`);
    await using direct = await openRedisStorage({ namespace, path });
    await using agent = await openRedisStorage({
      ...{ namespace, port: proxy.port, username: user, password: 'secret' },
    });
    const put = (id: string) => agent.records.put({ collection: 'things', id, value: {} });
    await put('before');
    // A connection that is there goes on; the next one is refused.
    await askRedis({ path }, `ACL SETUSER ${user} resetpass >other`);
    const failing = proxy.failNext({ kind: 'cut-after-request' });
    await expect(put('lost')).rejects.toMatchObject({
      code: 'storage_unknown',
      message: expect.stringContaining('WRONGPASS'),
    });
    await failing;
    expect(await direct.records.get({ collection: 'things', ids: ['lost'] })).toHaveLength(1);
    await expect(put('after')).rejects.toMatchObject({ code: 'misconfigured' });
  });

  describe.concurrent('has one effect, and the caller gets the true answer', () => {
    for (const mutation of MUTATIONS) {
      test(mutation.name, { timeout: 120_000 }, async ({ expect }) => {
        const { lost, violations } = await loseReplies(server.current(), mutation, ROUNDS);
        expect(violations).toEqual([]);
        expect(lost).toBe(ROUNDS);
      });
    }
  });
});
