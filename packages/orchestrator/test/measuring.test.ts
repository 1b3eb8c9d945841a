import { createRateLimitNotes } from '@agentcoord/llm-worker';
import { TaskQueue } from '@agentcoord/queue';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AutoScalingCoordinator, type AutoScalingCoordinatorOptions } from '../src/index.js';
import { stores } from './support/stores.js';
import { temporaryFolder } from './support/temporary.js';

describe.each(stores)('what an autoscaler sees, on the %s store,', (_name, open) => {
  async function setUp() {
    const storage = await open();
    const cwd = temporaryFolder();
    const scaler = (options: AutoScalingCoordinatorOptions): AutoScalingCoordinator => {
      const made = new AutoScalingCoordinator({ ...options, storage, cwd, environment: {} });
      onTestFinished(() => made.close());
      return made;
    };
    return { storage, scaler, queue: new TaskQueue({ storage, worker: 'somebody' }) };
  }

  test('is what its workers may claim: not what others hold, what needs other capabilities, or what is due much later', async () => {
    const { scaler, queue } = await setUp();
    await queue.addMany([
      { title: 'held by somebody else', priority: 5 },
      { title: 'ready' },
      { title: 'due at once', delay: '1s' },
      { title: 'due much later', delay: '1h' },
      { title: 'for who has docker', requires: ['docker'] },
    ]);
    const held = await queue.claim();
    const load = async (options: AutoScalingCoordinatorOptions) =>
      (await scaler(options).explain()).pools.map(({ pool, load: { waiting, claimed } }) => [
        pool,
        waiting,
        claimed,
      ]);
    expect(await load({})).toEqual([['any', 2, 0]]);
    expect(await load({ pools: [{ capabilities: ['docker'] }] })).toEqual([['any', 3, 0]]);
    await held?.release();
    expect(await load({})).toEqual([['any', 3, 0]]);
  });

  test('counts a task for one pool only, one with tags before one without', async () => {
    const { scaler, queue } = await setUp();
    await queue.addMany([
      { title: 'both', tags: ['backend', 'docs'] },
      { title: 'docs', tags: ['docs'] },
      { title: 'other', tags: ['other'] },
      { title: 'none' },
    ]);
    const pools = [{ name: 'rest' }, { tags: ['backend'] }, { tags: ['docs'] }];
    const { pools: steps } = await scaler({ pools }).explain();
    expect(steps.map(({ pool, load }) => [pool, load.waiting])).toEqual([
      ['rest', 2],
      ['backend', 1],
      ['docs', 1],
    ]);
  });

  test('is a budget that is nearly used up, and a rate limit that an agent met', async () => {
    const { scaler, queue, storage } = await setUp();
    await queue.addMany(Array.from({ length: 20 }, () => ({ title: 't' })));
    const options = { worker: { useLlm: true }, budgets: { project: { tokens: 1_000 } } };
    const reasons = async () => (await scaler(options).explain()).pools[0]?.reasons.map(({ code }) => code);
    expect(await reasons()).toEqual(['load']);
    const scope = 'budget/tokens/project';
    await storage.limits.reserve({ reservationId: 'r', charges: [{ scope, amount: 950 }], ttlMs: 60_000 });
    expect(await reasons()).toEqual(['load', 'budget']);
    await storage.limits.settleSpend({ reservationId: 'r', amounts: { [scope]: 100 } });
    expect(await reasons()).toEqual(['load']);
    createRateLimitNotes({ storage, agent: 'A' })({ provider: 'anthropic', model: 'm' });
    await expect.poll(reasons).toEqual(['load', 'rate_limit']);
    // Whoever leads next must know that it was seen, and when.
    await scaler(options).runRound();
    const [state] = await storage.records.get({ collection: 'autoscalers', ids: ['autoscaler'] });
    expect(state?.value).toMatchObject({ pools: { any: { ceiling: { lowered: false } } } });
    // Workers without a model spend nothing and are refused by nobody.
    const { pools } = await scaler({ ...options, worker: {} }).explain();
    expect(pools[0]?.reasons.map(({ code }) => code)).toEqual(['load']);
  });

  test('and of two of one name, one leads and the other follows when it is closed', async () => {
    const { scaler } = await setUp();
    const [first, second] = [scaler({ maxWorkers: 0 }), scaler({ maxWorkers: 0 })];
    const led = await first.runRound();
    expect(led.role).toBe('leader');
    expect(await second.runRound()).toMatchObject({
      role: 'standby',
      leader: expect.stringMatching(/^autoscaler#/),
    });
    await first.close();
    const followed = await second.runRound();
    expect(followed.role).toBe('leader');
    expect(followed.fence).toBeGreaterThan(led.fence ?? Number.POSITIVE_INFINITY);
  });
});
