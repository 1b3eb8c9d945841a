import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRailwayLauncher, type Launcher, type SpawnMode } from '@agentcoord/spawner';
import { launcherContract } from '@agentcoord/spawner/testing';
import { redisMissing } from '@agentcoord/tooling/redis-server';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type BuiltCli, buildCli } from '../support/build-cli.js';
import { loseHandle, setUpBench } from './bench.js';
import { type RailwayServer, startRailwayServer } from './railway-server.js';

const missing = redisMissing();
const TOKEN = 'canary-railway-token-7c';
const RAILWAY = 'railway' as SpawnMode;

describe.skipIf(missing)(`railway${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let cli: BuiltCli;
  beforeAll(async () => {
    cli = await buildCli();
  });
  afterAll(() => cli?.remove());

  async function setUp(tokens: Record<string, string> = { RAILWAY_TOKEN: TOKEN }, allowPrivateRedis = true) {
    const folder = mkdtempSync(join(tmpdir(), 'agentcoord-railway-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const server = await startRailwayServer({ script: cli.script, token: TOKEN, folder: () => folder });
    const createLauncher = (): Launcher =>
      createRailwayLauncher({
        projectId: 'project-1',
        environmentId: 'environment-1',
        image: 'example.com/agentcoord/worker:1',
        endpoint: server.endpoint,
        environment: tokens,
        allowPrivateRedis,
        interval: 50,
        backoff: { baseMs: 1, maxMs: 5 },
      });
    const bench = await setUpBench(createLauncher);
    // Registered after those of the bench, so it runs before them: what they stop must still be answered.
    onTestFinished(async () => {
      await bench.spawner.stopAll({ grace: 0 });
      await expectNothingLeft(server);
    });
    // More than one call tries: what follows a deployment has to see it fail.
    const cut = async (): Promise<void> => {
      server.answerNext(...Array.from({ length: 14 }, () => ({ status: 502 })));
      await expect.poll(() => server.answersLeft(), { timeout: 20_000 }).toBe(0);
    };
    return { ...bench, cut, server };
  }

  async function expectNothingLeft(server: RailwayServer): Promise<void> {
    await expect.poll(() => server.running(), { timeout: 20_000 }).toBe(0);
    const { refused } = server;
    await server.close();
    expect(refused).toEqual([]);
    expect([...server.services.keys()]).toEqual([]);
  }

  test.each(launcherContract)('$name', async ({ run }) => {
    await run(await setUp());
  });

  test.each([
    [{ RAILWAY_TOKEN: TOKEN }, 'project-access-token', 'authorization'],
    [{ RAILWAY_API_TOKEN: TOKEN }, 'authorization', 'project-access-token'],
  ])('a token is sent in the header of its kind alone: %j', async (tokens, sent, notSent) => {
    const { spawner, server } = await setUp(tokens);
    await spawner.spawnWorker({ name: 'One', mode: RAILWAY });
    expect(server.headers.every((headers) => String(headers[sent]).includes(TOKEN))).toBe(true);
    expect(server.headers.some((headers) => notSent in headers)).toBe(false);
  });

  test('a call that came too soon is repeated when it is told to, and one service is made', async () => {
    const { spawner, server } = await setUp();
    server.answerNext({ status: 429, headers: { 'retry-after': '0' } }, { status: 429 });
    await spawner.spawnWorker({ name: 'One', mode: RAILWAY });
    expect(server.services.size).toBe(1);
  });

  test('an error that comes with status 200 is one, without the token, and leaves no service', async () => {
    const { spawner, server } = await setUp();
    const body = { errors: [{ message: `Problem processing request with ${TOKEN}` }], data: null };
    server.answerNext({ status: 200, body });
    const error = await spawner.spawnWorker({ name: 'One', mode: RAILWAY }).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'spawn_failed' });
    expect(error.message).toContain('Problem processing request');
    expect(JSON.stringify([error.message, error.data, await spawner.list()])).not.toContain(TOKEN);
  });

  test('a service whose making was not answered is looked for and deleted', async () => {
    const { spawner, server } = await setUp();
    server.cutAfter('serviceCreate');
    await expect(spawner.spawnWorker({ name: 'One', mode: RAILWAY })).rejects.toMatchObject({
      code: 'spawn_failed',
    });
    expect([...server.services.keys()]).toEqual([]);
  });

  test('a service that its spawner made and did not live to deploy is deleted by who finds the record', async () => {
    const { launcher, storage, spawner, another, server } = await setUp();
    const worker = await spawner.spawnWorker({ name: 'One', mode: RAILWAY });
    await spawner.stop('One');
    await loseHandle(storage);
    server.leaveService(`agentcoord-One-${worker.id.slice(-8)}`);
    server.leaveService('agentcoord-One-00000000');
    expect(await launcher.find?.(worker.id)).toMatchObject({ spawnId: worker.id });
    await another().adopt();
    // One of another spawn id is nobody's business here.
    expect([...server.services.values()].map(({ name }) => name)).toEqual(['agentcoord-One-00000000']);
    server.forgetServices();
  });

  test.each([
    [{}, /RAILWAY_TOKEN/],
    [{ RAILWAY_TOKEN: TOKEN, RAILWAY_API_TOKEN: TOKEN }, /both set/],
    [{ RAILWAY_TOKEN: 'canary-wrong-token' }, /does not accept the token in RAILWAY_TOKEN/],
  ])('tokens that cannot be right are named: %j', async (tokens, message) => {
    const { spawner, server } = await setUp(tokens);
    const failed = spawner.spawnWorker({ name: 'One', mode: RAILWAY });
    await expect(failed).rejects.toMatchObject({
      code: 'misconfigured',
      message: expect.stringMatching(message),
    });
    expect(server.services.size).toBe(0);
  });

  test('a Redis of this machine is refused before anything is sent', async () => {
    const { spawner, server } = await setUp(undefined, false);
    await expect(spawner.spawnWorker({ name: 'One', mode: RAILWAY })).rejects.toMatchObject({
      code: 'misconfigured',
      message: expect.stringContaining('127.0.0.1'),
    });
    expect(server.headers).toEqual([]);
  });

  test('its log can be read from where it runs, also when its spawner is gone', async () => {
    const { spawner, another } = await setUp();
    const worker = await spawner.spawnWorker({ name: 'One', mode: RAILWAY });
    await expect
      .poll(() => readFileSync(worker.logFile, 'utf8'), { timeout: 20_000 })
      .toContain('worker started');
    await spawner.close();
    const lines = await another().readLog('One');
    expect(lines?.join('\n')).toContain('worker started');
  });
});
