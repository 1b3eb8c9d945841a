import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openClient } from './support/open-client.js';
import { temporaryRepository } from './support/temporary.js';

// Starting processes takes its time on a busy machine; nothing is concluded from how long.
vi.setConfig({ testTimeout: 180_000 });

const LOAD_SOURCES = ['--conditions=@agentcoord/source', '--import', import.meta.resolve('tsx')];

test('what a killed session held is free when somebody has reaped it, long before its leases end', async () => {
  const cwd = temporaryRepository();
  const observer = await openClient({ cwd });
  const { id } = await observer.addTask({ title: 'Something' });
  const script = fileURLToPath(new URL('crash.process.ts', import.meta.url));
  const child = spawn(process.execPath, [...LOAD_SOURCES, script, cwd, 'Agent-1'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  expect(await observer.locks.list()).toHaveLength(2);

  child.kill('SIGKILL');
  await exited;
  await expect
    .poll(async () => (await observer.registry.get('Agent-1'))?.state, { timeout: 20_000 })
    .toBe('dead');
  await observer.registry.reap({ by: observer.identity });

  expect(await observer.locks.list()).toEqual([]);
  expect(await observer.queue.get(id)).toMatchObject({ state: 'ready', attempts: 1 });
  await using again = await observer.claimTask();
  expect(again).toMatchObject({ id, attempt: 2 });
});
