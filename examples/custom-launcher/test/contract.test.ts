import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WorkerSpawner } from '@agentcoord/spawner';
import { type LauncherBench, launcherContract } from '@agentcoord/spawner/testing';
import { CoordinationClient } from 'agentcoord';
import { expect, onTestFinished, test } from 'vitest';
import { createGroupLauncher } from '../group-launcher.js';
import { agentcoordFromSources } from '../worker-program.js';

test.each(launcherContract)('a process group: $name', async ({ run }) => run(await setUpBench()), 180_000);

/** A store of its own, and spawners that know this launcher alone. */
async function setUpBench(): Promise<LauncherBench> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'launcher-contract-')));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const client = await CoordinationClient.open({ cwd: folder, namespace: 'contract', redisUrl: 'none' });
  onTestFinished(() => client.close());
  const { storage, configuration } = client;
  const launcher = createGroupLauncher();
  const another = (): WorkerSpawner => {
    const spawner = new WorkerSpawner({
      storage,
      launchers: [launcher],
      program: agentcoordFromSources(),
      logFolder: configuration.logFolder,
      environment: configuration.environment,
      cwd: folder,
    });
    onTestFinished(async () => {
      await spawner.stopAll({ grace: 0 });
      await spawner.close();
    });
    return spawner;
  };
  return {
    launcher,
    storage,
    spawner: another(),
    another,
    async work(command) {
      const { id } = await client.addTask({ title: 'Contract', tags: ['contract'], payload: { command } });
      const { state, result } = await client.queue.waitFor(id, { timeout: '1m' });
      const { worker } = (result ?? {}) as { worker?: string };
      return { state, ...(worker !== undefined && { worker }) };
    },
    logHas: (file, text) => expect.poll(() => readFile(file, 'utf8'), { timeout: 20_000 }).toContain(text),
  };
}
