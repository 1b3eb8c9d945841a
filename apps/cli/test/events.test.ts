import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { setUpCli } from './support/cli.js';

const cli = setUpCli();

interface EventLine {
  command: string;
  data: {
    kind: string;
    sequence: number;
    type: string;
    entity: string;
    at: string;
    fields: Record<string, unknown>;
  };
}

const linesOf = (stdout: string): EventLine[] =>
  stdout
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

test('prints the newest events in order, one envelope a line', async () => {
  for (const title of ['One', 'Two', 'Three']) await cli.run(['tasks', 'add', title]);
  const lines = linesOf((await cli.run(['events', '--json', '--limit', '2'])).stdout);
  expect(lines.map(({ data }) => data.sequence)).toEqual([2, 3]);
  expect(lines[1]).toMatchObject({
    version: 1,
    command: 'events',
    ok: true,
    data: { kind: 'event', type: 'task-added', at: expect.stringContaining('T') },
  });
});

test('--after prints everything later', async () => {
  for (const title of ['One', 'Two', 'Three']) await cli.run(['tasks', 'add', title]);
  const lines = linesOf((await cli.run(['events', '--json', '--after', '1'])).stdout);
  expect(lines.map(({ data }) => data.sequence)).toEqual([2, 3]);
});

test('--follow goes on with what happens, and ends with 130 on Ctrl-C', async () => {
  await cli.run(['tasks', 'add', 'Before']);
  const following = cli.start(['events', '--follow', '--json']);
  await following.printed('stdout', 'task-added');
  await cli.run(['tasks', 'add', 'After']);
  const { tasks } = (await cli.run(['tasks', 'list', '--json'])).json().data as {
    tasks: Array<{ id: string }>;
  };
  await following.printed('stdout', `task/${tasks[1]?.id}`);
  following.kill('SIGINT');
  const { code, stdout } = await following.ended;
  expect(code).toBe(130);
  expect(linesOf(stdout).map(({ data }) => data.sequence)).toEqual([1, 2]);
});

test('a reader that goes away ends the stream quietly', async () => {
  await cli.run(['tasks', 'add', 'One']);
  const following = cli.start(['events', '--follow']);
  const closed = once(following.child, 'exit');
  const reader = spawn('head', ['-n', '1'], { stdio: ['pipe', 'ignore', 'ignore'] });
  following.child.stdout.pipe(reader.stdin).on('error', () => following.child.stdout.destroy());
  await once(reader, 'exit');
  following.child.stdout.destroy();
  await cli.run(['tasks', 'add', 'Two']);
  expect(await closed).toEqual([0, null]);
});
