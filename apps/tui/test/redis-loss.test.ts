import { CoordinationClient } from '@agentcoord/client';
import { type RedisServer, redisMissing, startRedisServer } from '@agentcoord/tooling/redis-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setUpDashboard } from './support/bench.js';

const missing = redisMissing();
const unless = missing ? ` (skipped: ${missing})` : '';
const bench = setUpDashboard();
let server: RedisServer | undefined;

beforeAll(async () => {
  if (!missing) server = await startRedisServer({ appendOnly: 'every write' });
});
afterAll(() => server?.remove());

test.skipIf(missing).each([
  ['stops and returns', () => server?.stop(), () => server?.start()],
  ['stands still and goes on', async () => server?.pause(), async () => server?.resume()],
])(
  `Redis %s: the header says so, the keys answer all the while, and what is new then comes${unless}`,
  async (what, lose, bring) => {
    const redisUrl = `unix://${server?.socketPath}`;
    const open = () =>
      CoordinationClient.open({
        cwd: bench.folder,
        environment: {},
        redisUrl,
        fallback: 'off',
        name: 'test',
        namespace: what.slice(0, 5).trim(),
      });
    await using client = await open();
    await client.addTask({ title: 'Known before' });
    const environment = {
      REDIS_URL: redisUrl,
      AGENTCOORD_FALLBACK: 'off',
      AGENTCOORD_NAMESPACE: what.slice(0, 5).trim(),
    };
    const terminal = bench.start({ environment });
    await terminal.shows('Known before');
    await lose();
    await terminal.shows('STORE LOST');
    expect(terminal.text()).toContain('Known before');
    terminal.type('p');
    await terminal.shows('store lost');
    terminal.type('\u001b');
    await terminal.shows('1 Agents');
    terminal.type('1');
    await terminal.shows('Nobody is here');
    terminal.type('2r');
    await terminal.shows('Only failed and cancelled tasks are retried');
    await bring();
    await terminal.shows((screen) => !screen.includes('STORE LOST') && screen.includes('Known before'));
    await using later = await open();
    await later.addTask({ title: 'Added after' });
    await terminal.shows('Added after');
    terminal.type('q');
    expect(await terminal.ended).toBe(0);
  },
);

test.skipIf(missing)(
  `where this host may go on without Redis, the header says who decides, and work goes on${unless}`,
  async () => {
    const environment = {
      REDIS_URL: `unix://${server?.socketPath}`,
      AGENTCOORD_NAMESPACE: 'fallback',
      AGENTCOORD_FALLBACK: 'auto',
      AGENTCOORD_HOME: `${bench.folder}/home`,
    };
    await using client = await CoordinationClient.open({ cwd: bench.folder, environment, name: 'test' });
    await client.addTask({ title: 'Known before' });
    const terminal = bench.start({ environment });
    await terminal.shows('Known before');
    await terminal.shows('local, Redis follows');
    await server?.stop();
    await terminal.shows('local, Redis unreachable since');
    await client.addTask({ title: 'Added without Redis' });
    const after = await terminal.shows('Added without Redis');
    expect(after).not.toContain('STORE LOST');
    await server?.start();
  },
);
