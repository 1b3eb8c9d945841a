import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { askRedis } from '@agentcoord/tooling/ask-redis';
import { describe, expect, test } from 'vitest';
import { setUpCli } from './support/cli.js';
import { guardedServer, missing, PASSWORD, unless } from './support/redis.js';

const cli = setUpCli();

describe.skipIf(missing)(`on Redis alone${unless}`, () => {
  const server = guardedServer();
  const environment = (): Record<string, string> => ({
    REDIS_URL: server.url(),
    AGENTCOORD_FALLBACK: 'off',
  });

  test('status says which server, and never the password', async () => {
    for (const args of [['status'], ['status', '--json'], ['status', '--all', `--cwd=${cli.folder}`]]) {
      const end = await cli.run(args, { environment: environment() });
      expect(end).toMatchObject({ code: 0, stderr: '' });
      expect(end.stdout).toContain(`unix://${server.current().socketPath}`);
      expect(end.stdout).not.toContain(PASSWORD);
    }
    expect(existsSync(join(cli.folder, '.git/agentcoord'))).toBe(false);
  });

  test('commands work as on files, and leave the file store alone', async () => {
    const added = await cli.run(['tasks', 'add', 'One', '--json'], { environment: environment() });
    const { id } = added.json().data as { id: string };
    await cli.run(['locks', 'acquire', 'src/a.ts'], { environment: environment() });
    const quick = await cli.run(['tasks', 'list', '--json'], { environment: environment() });
    expect(quick.json().data).toMatchObject({ tasks: [{ id, title: 'One' }] });
    const locks = await cli.run(['locks', '--json'], { environment: environment() });
    expect(locks.json().data).toMatchObject({ locks: [{ path: 'src/a.ts' }] });
    expect((await cli.run(['tasks', 'list'])).stdout).toBe('No tasks.\n');
  });

  test('the configuration file names the server for everybody, and --redis none leaves it aside', async () => {
    await mkdir(join(cli.folder, '.agentcoord'));
    const text = JSON.stringify({ redisUrl: server.url(), fallback: 'off' });
    await writeFile(join(cli.folder, '.agentcoord', 'config.json'), text);
    const store = async (...args: string[]): Promise<unknown> =>
      ((await cli.run(['status', '--json', ...args])).json().data as { store: { kind: string } }).store.kind;
    expect(await store()).toBe('redis');
    expect(await store('--redis', 'none')).toBe('file');
  });

  test('a worker that was spawned works there, and shows the password nowhere', async () => {
    const options = { environment: environment() };
    await cli.run(['tasks', 'add', 'Say', '--command', 'echo hello; echo $REDIS_URL'], options);
    const spawned = await cli.run(['spawn', '--name', 'W1', '--json'], options);
    expect(spawned).toMatchObject({ code: 0, stderr: '' });
    const [worker] = (spawned.json().data as { workers: Array<{ pid: number; logFile: string }> }).workers;
    const listed = (await cli.run(['tasks', 'list', '--json'], options)).json();
    const [{ id }] = (listed.data as { tasks: [{ id: string }] }).tasks;
    expect(await cli.run(['tasks', 'wait', id], options)).toMatchObject({ code: 0 });
    const shown = await cli.run(['tasks', 'show', id, '--json'], options);
    expect(shown.json().data).toMatchObject({ state: 'completed', result: { worker: 'W1' } });
    const argv = await readFile(`/proc/${worker?.pid}/cmdline`, 'utf8');
    const workers = await cli.run(['workers', '--json'], options);
    expect(workers.json().data).toMatchObject({ workers: [{ name: 'W1', state: 'running' }] });
    expect(await cli.run(['stop', 'W1'], options)).toMatchObject({ code: 0 });
    const events = await cli.run(['events', '--json'], options);
    const log = await readFile(worker?.logFile ?? '', 'utf8');
    for (const text of [argv, workers.stdout, shown.stdout, events.stdout, log])
      expect(text).not.toContain(PASSWORD);
  });

  test('the demo runs there too, in a namespace that is gone afterwards', async () => {
    const before = await keysLeft();
    const end = await cli.run(['demo', '--workers', '2', '--json'], { environment: environment() });
    expect(end.code).toBe(0);
    expect(end.stderr).toContain(`on unix://${server.current().socketPath}`);
    expect(end.stderr).not.toContain(PASSWORD);
    expect(end.json().data).toMatchObject({ ok: true, problems: [] });
    expect(await keysLeft()).toBe(before);
  }, 120_000);

  async function keysLeft(): Promise<string> {
    const reply = await askRedis({ path: server.current().socketPath }, `AUTH ${PASSWORD}\r\nDBSIZE`);
    return reply.replace('+OK\r\n', '');
  }

  test('a wrong password is wrong usage, told at once and not repeated', async () => {
    const wrong = { REDIS_URL: server.url('wrong-password') };
    for (const args of [['status'], ['tasks', 'add', 'x']]) {
      const end = await cli.run(args, { environment: wrong });
      expect(end).toMatchObject({ code: 2, stderr: expect.stringContaining('REDIS_URL') });
      expect(end.stderr).not.toContain('wrong-password');
    }
  });
});

test('a server alone that nobody answers at is exit 5, with its address and what to do', async () => {
  const url = `redis://:${PASSWORD}@127.0.0.1:1`;
  for (const args of [['status'], ['tasks', 'add', 'x', '--json'], ['worker', '--until-idle']]) {
    const end = await cli.run(args, { environment: { REDIS_URL: url, AGENTCOORD_FALLBACK: 'off' } });
    expect(end).toMatchObject({ code: 5, stderr: expect.stringContaining('redis://127.0.0.1:1') });
    expect(end.stderr).toContain('--redis none');
    expect(end.stdout + end.stderr).not.toContain(PASSWORD);
  }
  expect(existsSync(join(cli.folder, '.git/agentcoord'))).toBe(false);
});
