import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createDockerLauncher, type SpawnMode } from '@agentcoord/spawner';
import { launcherContract } from '@agentcoord/spawner/testing';
import {
  type ContainerEngine,
  engineMissing,
  startContainerEngine,
} from '@agentcoord/tooling/container-engine';
import { startCuttingProxy } from '@agentcoord/tooling/cutting-proxy';
import { redisMissing } from '@agentcoord/tooling/redis-server';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { buildCli } from '../support/build-cli.js';
import { loseHandle, setUpBench } from './bench.js';
import { buildWorkerImage } from './worker-image.js';

const DOCKER = 'docker' as SpawnMode;
const missing = engineMissing() ?? redisMissing();

describe.skipIf(missing)(`docker${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let engine: ContainerEngine;
  let image: string;

  beforeAll(async () => {
    const cli = await buildCli();
    try {
      engine = await startContainerEngine();
      image = buildWorkerImage(engine, cli);
    } finally {
      await cli.remove();
    }
  });
  afterAll(() => engine?.remove());

  async function setUp() {
    // Runs last, when the bench has stopped what it spawned.
    onTestFinished(async () => {
      await expect.poll(() => engine.podman(['ps', '--all', '--quiet']), { timeout: 20_000 }).toBe('');
      const secrets = readdirSync(tmpdir()).filter((name) => name.startsWith('agentcoord-secrets-'));
      expect(secrets).toEqual([]);
    });
    const proxy = await startCuttingProxy(engine.socketPath);
    onTestFinished(() => proxy.close());
    const { socketPath } = proxy;
    const bench = await setUpBench(() =>
      createDockerLauncher({ socketPath, image, network: 'host', user: '1000:1000' }),
    );
    const cut = async (): Promise<void> => {
      // The log and the wait are open all the time.
      await expect.poll(() => proxy.open(), { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
      proxy.cut();
      await expect.poll(() => proxy.open(), { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
    };
    return { ...bench, cut };
  }

  test('a container that was made and never started is removed once its spawner was silent for long', async () => {
    const { spawner, storage, another } = await setUp();
    const worker = await spawner.spawnWorker({ name: 'One', mode: DOCKER });
    await spawner.stop('One');
    const label = `dev.agentcoord.spawn-id=${worker.id}`;
    engine.podman(['create', '--label', label, image, 'worker']);
    await loseHandle(storage);
    await another().adopt();
    expect(engine.podman(['ps', '--all', '--quiet'])).toBe('');
    expect(await spawner.list()).toMatchObject([{ name: 'One', state: 'failed' }]);
  });

  test.each(launcherContract)('$name', async ({ run }) => {
    await run(await setUp());
  });

  test('a container that ends when nobody is there any more is removed, and its end is noted later', async () => {
    const { spawner, another } = await setUp();
    const worker = await spawner.spawnWorker({ name: 'One', mode: DOCKER });
    await spawner.close();
    engine.podman(['kill', String(worker.handle?.containerId)]);
    await expect.poll(() => engine.podman(['ps', '--all', '--quiet']), { timeout: 20_000 }).toBe('');
    const other = another();
    expect(await other.adopt()).toEqual([]);
    expect(await other.list()).toMatchObject([{ name: 'One', state: 'exited' }]);
  });

  test('an image that is nowhere is named, with how to get one', async () => {
    const image = 'localhost/agentcoord-nowhere:1';
    const { socketPath } = engine;
    const { spawner } = await setUpBench(() =>
      createDockerLauncher({ socketPath, image, network: 'host', user: '1000:1000' }),
    );
    await expect(spawner.spawnWorker({ mode: DOCKER })).rejects.toMatchObject({
      code: 'spawn_failed',
      message: expect.stringMatching(/agentcoord-nowhere:1.*could not be pulled.*docker build/),
    });
  });

  test('a worker has no rights, sees its folders alone, and its secrets are nowhere to be read', async () => {
    const { spawner, work } = await setUp();
    const limits = { memory: 512 * 1024 ** 2, processes: 128, cpus: 1.5 };
    const environment = { CONTRACT_TOKEN: 'canary-container-3d' };
    const worker = await spawner.spawnWorker({ name: 'One', mode: DOCKER, limits, environment });
    const id = String(worker.handle?.containerId);
    const [container] = JSON.parse(engine.podman(['inspect', id]));
    expect(container.HostConfig).toMatchObject({
      ReadonlyRootfs: true,
      Privileged: false,
      Memory: limits.memory,
      PidsLimit: 128,
      NanoCpus: 1_500_000_000,
    });
    expect(container.Config).toMatchObject({
      User: '1000:1000',
      Labels: {
        'dev.agentcoord.spawn-id': worker.id,
        'dev.agentcoord.name': 'One',
        'dev.agentcoord.namespace': 'launchers',
      },
    });
    expect(JSON.stringify(container)).not.toMatch(/canary/);
    // From inside, as a task sees it.
    const look = [
      'test "$(id -u)" = 1000 || exit 11',
      'grep -q "CapEff:\\s*0000000000000000" /proc/self/status || exit 12',
      'grep -q "NoNewPrivs:\\s*1" /proc/self/status || exit 13',
      '! touch /opt/x 2>/dev/null || exit 14',
      'touch in-the-workspace || exit 15',
      '! ls /run/agentcoord/secrets.json 2>/dev/null || exit 16',
    ].join('\n');
    expect(await work(look)).toMatchObject({ state: 'completed' });
    expect(existsSync(String(worker.handle?.secretsFolder))).toBe(true);
    expect(readdirSync(String(worker.handle?.secretsFolder))).toEqual([]);
    await spawner.stop('One');
  });
});
