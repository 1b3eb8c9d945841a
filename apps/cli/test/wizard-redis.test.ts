import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findServer } from '@agentcoord/tooling/find-server';
import { freePorts } from '@agentcoord/tooling/free-ports';
import { redisMissing, startRedisServer } from '@agentcoord/tooling/redis-server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { setUpCli } from './support/cli.js';
import { CTRL_C, DOWN, ENTER, goTo, setUpFirstRun } from './support/first-run.js';

const cli = setUpCli();
const first = setUpFirstRun(cli);
const missing = redisMissing();
const server = findServer();

describe.skipIf(missing)(`the wizard and Redis${missing ? ` (skipped: ${missing})` : ''}`, () => {
  test('offers the one that is configured first, and has the first task done there', async () => {
    const [port = 0] = await freePorts(1);
    const redis = await startRedisServer({ port, appendOnly: true });
    onTestFinished(() => redis.remove());
    const address = `redis://127.0.0.1:${port}`;
    await first.start(
      ['init', '--wizard'],
      async (terminal) => {
        await goTo(terminal, 'Where do agents meet');
        await terminal.shows(`Redis at ${address}`);
        terminal.type(ENTER);
        await goTo(terminal, 'Shall it be so?', 'What is this project called?');
        expect(terminal.text()).toContain('Store       Redis, as configured');
        terminal.type(ENTER);
        await terminal.shows('Finished   1 task');
      },
      { environment: { REDIS_URL: address } },
    );
    // The environment says where, and goes on saying it.
    expect(await first.config()).not.toHaveProperty('redisUrl');
  }, 60_000);

  test('says that the one that is configured does not answer', async () => {
    const [port = 0] = await freePorts(1);
    await first.start(
      ['init', '--wizard'],
      async (terminal) => {
        await goTo(terminal, 'Where do agents meet');
        expect(await terminal.shows('does not answer')).not.toContain('hunter2');
        terminal.type(CTRL_C);
      },
      { environment: { REDIS_URL: `redis://me:hunter2@127.0.0.1:${port}` } },
    );
  });

  test('starts one where a server is on PATH, for this machine alone, and says how it ends', async () => {
    const pidFile = join(first.folder, '.agentcoord', 'store', 'redis-server', 'redis.pid');
    const { command = '', env = {} } = server ?? {};
    const path = command.includes('/') ? `${dirname(command)}:${process.env.PATH}` : (process.env.PATH ?? '');
    const environment = { ...env, PATH: path };
    try {
      await first.start(
        ['init', '--wizard'],
        async (terminal) => {
          await goTo(terminal, 'Where do agents meet');
          const screen = await terminal.shows('A Redis started now');
          // Whatever listens at the usual port of this machine stands between.
          terminal.type((screen.includes('Redis at ') ? DOWN : '') + DOWN + ENTER);
          await goTo(terminal, 'Shall it be so?', 'What is this project called?');
          expect(terminal.text()).toContain('a Redis started now');
          terminal.type(ENTER);
          await terminal.shows('Finished   1 task');
          expect(terminal.text()).toMatch(/It goes on until: redis-cli -p \d+ shutdown/);
          terminal.type(CTRL_C);
        },
        { environment, columns: 200 },
      );
      const { redisUrl } = await first.config();
      expect(redisUrl).toMatch(/^redis:\/\/127\.0\.0\.1:\d+$/);
      // Once more: two servers on the same files would be two sets of locks.
      const pid = await readFile(pidFile, 'utf8');
      const again = ['init', '--store', 'start-redis'];
      expect(await first.start(again, async () => undefined, { environment })).toBe(0);
      expect(await first.config()).toMatchObject({ redisUrl });
      expect(await readFile(pidFile, 'utf8')).toBe(pid);
    } finally {
      // Not later: its folder goes before what is done when a test has finished.
      await endServer(pidFile);
    }
  }, 60_000);
});

/** It removes the file when it ends. */
async function endServer(pidFile: string): Promise<void> {
  if (!existsSync(pidFile)) return;
  process.kill(Number(await readFile(pidFile, 'utf8')), 'SIGTERM');
  await expect.poll(() => existsSync(pidFile), { timeout: 10_000 }).toBe(false);
}
