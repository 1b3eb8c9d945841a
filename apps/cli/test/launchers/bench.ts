import { chmodSync, chownSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Storage } from '@agentcoord/core';
import { TaskQueue } from '@agentcoord/queue';
import { type Launcher, WorkerSpawner, type WorkerSpawnerOptions } from '@agentcoord/spawner';
import type { LauncherBench } from '@agentcoord/spawner/testing';
import { openRedisStorage } from '@agentcoord/storage-redis';
import { freePorts } from '@agentcoord/tooling/free-ports';
import { startRedisServer } from '@agentcoord/tooling/redis-server';
import { expect, onTestFinished, vi } from 'vitest';
import { processesOf } from '../support/processes.js';
import { initRepository } from '../support/repository.js';

// Starting processes takes its time on a busy machine; nothing is concluded from how long.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 });

const NAMESPACE = 'launchers';

/** A Redis that workers reach over the network of this machine, and a repository that user 1000 may write to. */
export async function setUpBench(
  createLauncher: (redisUrl: string) => Launcher,
  options: Partial<WorkerSpawnerOptions> = {},
): Promise<LauncherBench & { folder: string; redisUrl: string }> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'agentcoord-launcher-')));
  // Runs last, when all that was spawned has been stopped.
  onTestFinished(async () => {
    await expect.poll(() => processesOf(folder), { timeout: 20_000 }).toEqual([]);
    rmSync(folder, { recursive: true, force: true });
  });
  // User 1000 of a container passes through it.
  chmodSync(folder, 0o755);
  const repository = join(folder, 'repository');
  await initRepository(repository);
  if (process.getuid?.() === 0) chownTree(repository);
  const [port] = await freePorts(1);
  const redis = await startRedisServer({ port, arguments: ['--requirepass', 'canary-redis-9a'] });
  onTestFinished(() => redis.remove());
  const redisUrl = `redis://:canary-redis-9a@127.0.0.1:${port}/0`;
  const storage = await openRedisStorage({ namespace: NAMESPACE, url: redisUrl });
  onTestFinished(() => storage.close());
  const another = (launcher = createLauncher(redisUrl)): WorkerSpawner => {
    const spawner = new WorkerSpawner({
      storage,
      launchers: [launcher],
      redisUrl,
      namespace: NAMESPACE,
      // The test speaks to Redis itself, so no host may own what is there.
      environment: { AGENTCOORD_NAMESPACE: NAMESPACE, AGENTCOORD_FALLBACK: 'off' },
      logFolder: join(folder, 'logs'),
      cwd: repository,
      ...options,
    });
    onTestFinished(async () => {
      await spawner.stopAll({ grace: 0 });
      await spawner.close();
    });
    return spawner;
  };
  const launcher = createLauncher(redisUrl);
  const queue = new TaskQueue({ storage, worker: 'test#1' });
  return {
    folder,
    redisUrl,
    launcher,
    storage,
    spawner: another(launcher),
    another: () => another(),
    async work(command) {
      const { id } = await queue.add({
        title: 'a task of the test',
        tags: ['contract'],
        payload: { command },
      });
      const { state, result } = await queue.waitFor(id, { timeout: '60s' });
      const { worker } = (result ?? {}) as { worker?: string };
      return { state, ...(worker === undefined ? {} : { worker }) };
    },
    async logHas(logFile, text) {
      await expect.poll(() => readFileSync(logFile, 'utf8'), { timeout: 20_000 }).toContain(text);
    },
  };
}

/** The record of the one worker, as a spawner leaves it that died an hour ago, before it wrote down where it is. */
export async function loseHandle({ records }: Pick<Storage, 'records'>): Promise<void> {
  const [stored] = (await records.list({ collection: 'workers', limit: 1 })).records;
  const {
    handle: _handle,
    exit: _exit,
    exitedAt: _exitedAt,
    stopRequested: _stopRequested,
    ...worker
  } = stored?.value ?? {};
  const startedAt = Date.now() - 3_600_000;
  await records.put({
    collection: 'workers',
    id: stored?.id ?? '',
    value: { ...worker, state: 'starting', startedAt, launchingAt: startedAt },
    ifVersion: stored?.version,
  });
}

function chownTree(folder: string): void {
  for (const entry of ['.', ...readdirSync(folder, { recursive: true })])
    chownSync(join(folder, String(entry)), 1000, 1000);
}
