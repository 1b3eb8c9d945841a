import { fileURLToPath } from 'node:url';
import { redisMissing, startRedisServer } from '@agentcoord/tooling/redis-server';
import { expect, onTestFinished, test } from 'vitest';
import { CoordinationClient, SpawnMode, WorkerSpawner } from '../src/index.js';
import { temporaryRepository } from './support/temporary-repository.js';

const missing = redisMissing();
const AGENTCOORD = fileURLToPath(new URL('../src/bin.ts', import.meta.url));
const LUA = ['--import', import.meta.resolve('@agentcoord/tooling/lua-register')];
const program = {
  command: process.execPath,
  args: ['--conditions=@agentcoord/source', '--import', import.meta.resolve('tsx'), ...LUA, AGENTCOORD],
};

test.skipIf(missing)(
  `a spawner that is given nothing but the address of Redis starts workers there${missing ? ` (skipped: ${missing})` : ''}`,
  { timeout: 120_000 },
  async () => {
    const server = await startRedisServer();
    onTestFinished(() => server.remove());
    const redisUrl = `unix://${server.socketPath}`;
    const cwd = temporaryRepository();
    const inherit = { PATH: process.env.PATH, HOME: cwd, ANTHROPIC_API_KEY: 'canary-key-of-nobody' };
    await using spawner = new WorkerSpawner({ redisUrl, cwd, program, inherit });
    try {
      const worker = await spawner.spawnWorker({
        name: 'Backend-1',
        tags: ['backend'],
        mode: SpawnMode.SUBPROCESS,
        useLlm: true,
        maxTasks: 10,
      });
      expect(worker).toMatchObject({ name: 'Backend-1', state: 'running', maxTasks: 10, useLlm: true });
      await using client = await CoordinationClient.open({ cwd, redisUrl, environment: {} });
      expect(await client.registry.get('Backend-1')).toMatchObject({ state: 'idle', tags: ['backend'] });
      expect(await spawner.stop('Backend-1')).toMatchObject({ outcome: 'stopped' });
    } finally {
      await spawner.stopAll({ grace: 0 });
    }
  },
);

test('the store is opened when it is needed, and its error is that of the first call', async () => {
  const cwd = temporaryRepository();
  await using spawner = new WorkerSpawner({ redisUrl: 'redis://127.0.0.1:1', fallback: 'off', cwd, program });
  await expect(spawner.list()).rejects.toMatchObject({ code: 'storage_unavailable' });
});
