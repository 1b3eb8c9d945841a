import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { SpawnMode } from '../src/index.js';
import { limitedCommand } from '../src/limits/limited-command.js';
import type { WorkerLimits } from '../src/limits/worker-limits.js';
import { setUpSpawning } from './support/spawning.js';

const MB = 1024 * 1024;

function runUnder(limits: WorkerLimits, script: string) {
  const { command, args, environment } = limitedCommand(
    { command: process.execPath, args: ['-e', script] },
    limits,
  );
  return spawnSync(command, args, { env: { ...process.env, ...environment }, encoding: 'utf8' });
}

describe.runIf(process.platform === 'linux')('a limited worker', () => {
  test('cannot take more memory than it was given', () => {
    const hoard = 'const all = []; for (;;) all.push(Buffer.alloc(1e6, 1))';
    const { status, signal, stdout } = runUnder({ memory: 256 * MB }, `${hoard}; console.log('had it')`);
    expect(stdout).toBe('');
    expect(status === 0 && signal === null).toBe(false);
  });

  test('works within it', () => {
    expect(runUnder({ memory: 256 * MB }, "console.log('works')").stdout).toBe('works\n');
  });

  test('has its number of open files and its priority, and so has what it starts', () => {
    const script =
      "process.stdout.write(require('child_process').execFileSync('sh', ['-c', 'ulimit -n; nice']).toString())";
    expect(runUnder({ openFiles: 256, niceness: 7 }, script).stdout).toBe('256\n7\n');
  });

  test('is the process that was started, whatever its arguments hold', () => {
    const { command, args } = limitedCommand(
      { command: 'printf', args: ['%s|', '$HOME', "a'b", '; exit 3', '"$@"'] },
      { niceness: 1 },
    );
    expect(execFileSync(command, args, { encoding: 'utf8' })).toBe('$HOME|a\'b|; exit 3|"$@"|');
  });

  test('is found, listed and stopped as any other', async () => {
    const { spawner } = await setUpSpawning();
    const limits = { memory: 512 * MB, openFiles: 512, niceness: 5 };
    const worker = await spawner.spawnWorker({ name: 'One', limits });
    expect(worker).toMatchObject({ state: 'running', limits });
    expect(await spawner.adopt()).toEqual([worker]);
    expect(await spawner.stop('One')).toMatchObject({ outcome: 'stopped' });
  });
});

test.each([
  [{ memory: 1 }, 'invalid_argument', 'limits.memory'],
  [{ niceness: -5 }, 'invalid_argument', 'limits.niceness'],
  [{ gpus: 1 } as never, 'invalid_argument', 'limits.gpus'],
  [{ cpus: 2 }, 'unsupported', undefined],
])('a limit that cannot be held is refused before anything starts: %j', async (limits, code, field) => {
  const { spawner } = await setUpSpawning();
  const refused = spawner.spawnWorker({ limits, mode: SpawnMode.SUBPROCESS });
  await expect(refused).rejects.toMatchObject({ code, data: field ? { field } : { limit: 'cpus' } });
  expect(await spawner.list()).toEqual([]);
});
