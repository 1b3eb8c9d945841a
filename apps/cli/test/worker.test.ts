import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { setUpCli } from './support/cli.js';

const cli = setUpCli();

interface ShownTask {
  id: string;
  state: string;
  attempts: number;
  result: { worker: string; output: { stdout: string }; exitCode: number };
  failures: Array<{ message: string }>;
}

async function add(title: string, ...args: string[]): Promise<string> {
  const end = await cli.run(['tasks', 'add', '--json', title, ...args]);
  expect(end.stderr).toBe('');
  return (end.json().data as { id: string }).id;
}

async function show(id: string): Promise<ShownTask> {
  return (await cli.run(['tasks', 'show', id, '--json'])).json().data;
}

describe('a worker', () => {
  test('runs the commands of tasks, and records what they said', async () => {
    const id = await add('Count', '--command', 'wc -l < src/a.ts');
    const end = await cli.run(['worker', '--name', 'W1', '--until-idle', '--json']);
    expect(end.code).toBe(0);
    expect(end.json().data).toMatchObject({ agent: 'W1', completed: 1, failed: 0 });
    expect(await show(id)).toMatchObject({
      state: 'completed',
      attempts: 1,
      result: { worker: 'W1', exitCode: 0, output: { stdout: expect.stringMatching(/^\s*1\s*$/) } },
    });
  });

  test('does the most urgent first, dependents after what they wait for, and only what shares a tag', async () => {
    const low = await add('low', '--tag', 't', '--command', 'echo low >> order');
    await add(
      'after',
      '--tag',
      't',
      '--depends-on',
      low,
      '--priority',
      '5',
      '--command',
      'echo after >> order',
    );
    await add('high', '--tag', 't', '--priority', '5', '--command', 'echo high >> order');
    const other = await add('other', '--tag', 'u', '--command', 'echo other >> order');
    await cli.run(['worker', '--tags', 't', '--until-idle']);
    expect(await readFile(join(cli.folder, 'order'), 'utf8')).toBe('high\nlow\nafter\n');
    expect(await show(other)).toMatchObject({ state: 'ready' });
  });

  test('completes nothing whose verification fails', async () => {
    const id = await add(
      'Bad',
      '--command',
      'true',
      '--verify',
      'echo no tests pass; false',
      '--max-attempts',
      '1',
    );
    await cli.run(['worker', '--until-idle']);
    expect(await show(id)).toMatchObject({
      state: 'failed',
      failures: [{ message: expect.stringContaining('no tests pass') }],
    });
  });

  test('leaves after its number of tasks', async () => {
    for (const title of ['a', 'b', 'c']) await add(title, '--command', 'true');
    const end = await cli.run(['worker', '--max-tasks', '2', '--json']);
    expect(end.json().data).toMatchObject({ completed: 2 });
  });

  test('logs one JSON object a line, without secrets', async () => {
    await add('Say', '--command', 'echo token=abcdef0123456789 >&2; false', '--max-attempts', '1');
    const { stderr } = await cli.run(['worker', '--until-idle']);
    const lines = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { level: string; message: string });
    expect(lines.map(({ message }) => message)).toContain('attempt failed');
    expect(stderr).not.toContain('abcdef0123456789');
  });

  test('told to stop, lets a task that is nearly done finish, and leaves', async () => {
    const id = await add('Nearly', '--command', 'echo begun > begun; while [ ! -e go ]; do sleep 0.02; done');
    const worker = cli.start(['worker', '--name', 'W']);
    await worker.printed('stderr', 'task started');
    worker.kill('SIGTERM');
    await cli.run(['locks']);
    await import('node:fs/promises').then(({ writeFile }) => writeFile(join(cli.folder, 'go'), ''));
    expect((await worker.ended).code).toBe(0);
    expect(await show(id)).toMatchObject({ state: 'completed' });
    expect((await cli.run(['status'])).stdout).toContain('No agents.');
  });

  test('interrupted, gives its task back without counting the attempt', async () => {
    const id = await add('Long', '--command', 'sleep 600');
    const worker = cli.start(['worker']);
    await worker.printed('stderr', 'task started');
    worker.kill('SIGINT');
    expect((await worker.ended).code).toBe(130);
    expect(await show(id)).toMatchObject({ state: 'ready', attempts: 0 });
  });

  test('stops its command when the task is cancelled', async () => {
    const id = await add('Long', '--command', 'sleep 600');
    const worker = cli.start(['worker', '--max-tasks', '1']);
    await worker.printed('stderr', 'task started');
    await cli.run(['tasks', 'cancel', id]);
    expect((await worker.ended).code).toBe(0);
    expect(await show(id)).toMatchObject({ state: 'cancelled' });
  });

  test('of a name that is taken is refused with exit 3', async () => {
    const first = cli.start(['worker', '--name', 'W']);
    await first.printed('stderr', 'worker started');
    expect(await cli.run(['worker', '--name', 'W'])).toMatchObject({ code: 3 });
    first.kill('SIGTERM');
    await first.ended;
  });
});

describe('spawned workers', () => {
  test('work on when spawn has ended, are listed, and are stopped', async () => {
    const spawned = await cli.run(['spawn', '--count', '2', '--name', 'W', '--json']);
    expect(spawned.code).toBe(0);
    const ids = await Promise.all([add('a', '--command', 'true'), add('b', '--command', 'true')]);
    expect((await cli.run(['tasks', 'wait', ...ids])).code).toBe(0);
    const { workers } = (await cli.run(['workers', '--json'])).json().data as {
      workers: Array<{ name: string; state: string }>;
    };
    expect(workers.map(({ name, state }) => [name, state])).toEqual([
      ['W-1', 'running'],
      ['W-2', 'running'],
    ]);
    expect(await cli.run(['stop', '--all'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('W-1: stopped'),
    });
    expect((await cli.run(['status'])).stdout).toContain('No agents.');
  });

  test('one that does not exist cannot be stopped', async () => {
    expect(await cli.run(['stop', 'nobody'])).toMatchObject({ code: 4 });
  });
});
