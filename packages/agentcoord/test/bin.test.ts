import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { CoordinationClient, WorkerSpawner } from '../src/index.js';
import { temporaryRepository } from './support/temporary-repository.js';

// Starting processes takes its time on a busy machine; nothing is concluded from how long.
vi.setConfig({ testTimeout: 180_000 });

const LOAD_SOURCES = ['--conditions=@agentcoord/source', '--import', import.meta.resolve('tsx')];
const program = {
  command: process.execPath,
  args: [...LOAD_SOURCES, fileURLToPath(new URL('../src/bin.ts', import.meta.url))],
};

function run(cwd: string, ...args: string[]) {
  const environment = { PATH: process.env.PATH, HOME: cwd };
  return spawnSync(program.command, [...program.args, ...args], { cwd, env: environment, encoding: 'utf8' });
}

test('the executable starts the command line and passes on its exit code', () => {
  const cwd = temporaryRepository();
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect(run(cwd, '--version')).toMatchObject({ status: 0, stdout: expect.stringContaining(version) });
  expect(run(cwd, 'no-such-command').status).toBe(2);
});

test('a worker spawned from the library registers as the one that was spawned, works, and stops when asked', async () => {
  const cwd = temporaryRepository();
  await using coord = await CoordinationClient.open({ cwd, environment: {} });
  const { storage, configuration } = coord;
  const { logFolder, environment } = configuration;
  await using spawner = new WorkerSpawner({ storage, logFolder, cwd, environment, program });
  const worker = await spawner.spawnWorker({ name: 'Backend-1', tags: ['backend'] });
  expect(await coord.registry.get('Backend-1')).toMatchObject({ spawnId: worker.id, pid: worker.pid });

  const { id } = await coord.addTask({
    title: 'Say hello',
    tags: ['backend'],
    payload: { command: 'echo hello' },
  });
  expect(await coord.queue.waitFor(id, { timeout: '120s' })).toMatchObject({ state: 'completed' });
  expect(await spawner.stop('Backend-1')).toMatchObject({ outcome: 'stopped' });
  expect(await coord.registry.get('Backend-1')).toMatchObject({ state: 'left' });
});
