import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { CoordinationClient } from '@agentcoord/client';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { temporaryRepository } from './support/repository.js';
import { missing, sharedServer, unless } from './support/stores.js';

// Starting processes takes its time on a busy machine; nothing is concluded from how long.
vi.setConfig({ testTimeout: 180_000 });

const LOAD_SOURCES = [
  '--conditions=@agentcoord/source',
  '--import',
  import.meta.resolve('tsx'),
  '--import',
  import.meta.resolve('@agentcoord/tooling/lua-register'),
];
const LEASE_SECONDS = 3;
const redis = sharedServer();

describe.each(['file', 'redis'])('on %s', (kind) => {
  const place = (): string => (kind === 'redis' ? redis() : 'none');
  const isMissing = kind === 'redis' && missing !== undefined;

  test.skipIf(isMissing)(`kill -9 of a client: its server gives back task and lock${unless}`, async () => {
    const { client, observer, taskId } = await startClient(place());
    client.kill('SIGKILL');
    // Longer than its lease would not be giving back.
    await expect.poll(() => observer.locks.list(), { timeout: 60_000 }).toEqual([]);
    await expect
      .poll(async () => (await observer.queue.get(taskId))?.state, { timeout: 60_000 })
      .toBe('ready');
    expect(await observer.queue.get(taskId)).toMatchObject({ attempts: 0 });
    await expect
      .poll(async () => (await observer.registry.list()).map(({ state }) => state))
      .toEqual(['left']);
  });

  test.skipIf(isMissing)(
    `kill -9 of client and server: both are free once their lease is over${unless}`,
    async () => {
      const { client, server, observer, taskId } = await startClient(place());
      process.kill(server, 'SIGSTOP');
      const [lock] = await observer.locks.list();
      process.kill(server, 'SIGKILL');
      client.kill('SIGKILL');
      expect(lock?.path).toBe('a.ts');
      await using mine = await observer.lockFile('a.ts', { wait: `${LEASE_SECONDS + 30}s` });
      expect(mine.fence).toBeGreaterThan(lock?.fence ?? 0);
      const now = await observer.storage.now();
      expect(now).toBeGreaterThanOrEqual(lock?.expiresAt ?? 0);
      await using task = await observer.claimTask({ wait: `${LEASE_SECONDS + 30}s` });
      expect(task).toMatchObject({ id: taskId, attempt: 2 });
    },
  );
});

async function startClient(redisUrl: string) {
  const cwd = temporaryRepository();
  const observer = await CoordinationClient.open({ cwd, redisUrl, fallback: 'off', environment: {} });
  onTestFinished(() => observer.close());
  const { id } = await observer.addTask({ title: 'Something', lease: `${LEASE_SECONDS}s` });
  const script = (name: string): string =>
    fileURLToPath(new URL(`support/${name}.process.ts`, import.meta.url));
  const serverCommand = [process.execPath, ...LOAD_SOURCES, script('server'), cwd, redisUrl];
  const args = [...LOAD_SOURCES, script('client'), cwd, ...serverCommand];
  const client = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void client.kill('SIGKILL'));
  const [line] = await once(createInterface(client.stdout), 'line');
  const { task, server } = JSON.parse(line) as { task: { id: string }; server: number };
  onTestFinished(() => end(server));
  expect(task.id).toBe(id);
  return { client, server, observer, taskId: id };
}

function end(processId: number): void {
  try {
    process.kill(processId, 'SIGKILL');
  } catch {
    // It has ended by itself, as it should.
  }
}
