import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { setUpCli } from './support/cli.js';

const cli = setUpCli();

test('the bare command shows the store, and what is in it', async () => {
  await cli.run(['tasks', 'add', 'One']);
  await cli.run(['locks', 'acquire', 'src/a.ts']);
  const { code, stdout } = await cli.run([]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Namespace {2}\S/);
  expect(stdout).toContain('Tasks      1 ready');
  expect(stdout).toContain('Locks      1 held, 0 waiting');
  expect(stdout).toContain('No agents.');
});

test('status as JSON has the store, the agents, the queue and the locks', async () => {
  const envelope = (await cli.run(['status', '--json', '--namespace', 'other'])).json();
  expect(envelope).toMatchObject({
    version: 1,
    command: 'status',
    ok: true,
    data: {
      namespace: 'other',
      store: { kind: 'file', capabilities: { shared: true } },
      agents: [],
      queue: { counts: { ready: 0 } },
      locks: { held: 0, waiting: 0 },
    },
  });
});

test('the plain form and the one that commander reads say the same', async () => {
  const ended = await Promise.all([
    cli.run(['status', '--json', '--all']),
    cli.run(['status', '--all', '--json', `--cwd=${cli.folder}`]),
  ]);
  const [quick, slow] = ended.map((end) => ({
    ...end.json(),
    data: { ...(end.json().data as object), now: 0 },
  }));
  expect(quick).toEqual(slow);
});

test('nobody is hung where nobody is', async () => {
  expect(await cli.run(['hung', '--check'])).toMatchObject({ code: 0, stdout: 'No hung agents.\n' });
});

describe('init', () => {
  const file = (): string => join(cli.folder, '.agentcoord', 'config.json');

  test('writes the namespace once, and changes nothing after that', async () => {
    const first = (await cli.run(['init', '--json', '--namespace', 'my-project'])).json();
    expect(first.data).toMatchObject({ created: true, namespace: 'my-project', file: file() });
    const written = await readFile(file(), 'utf8');
    expect(JSON.parse(written)).toMatchObject({ namespace: 'my-project' });
    const again = (await cli.run(['init', '--json'])).json();
    expect(again.data).toMatchObject({ created: false, namespace: 'my-project' });
    expect(await readFile(file(), 'utf8')).toBe(written);
    expect((await cli.run(['status', '--json'])).json().data).toMatchObject({ namespace: 'my-project' });
  });

  test('refuses another namespace than the one that is there', async () => {
    await cli.run(['init', '--namespace', 'one']);
    expect(await cli.run(['init', '--namespace', 'two'])).toMatchObject({ code: 3 });
    expect(JSON.parse(await readFile(file(), 'utf8'))).toMatchObject({ namespace: 'one' });
  });
});

test('a configuration with an unknown key fails closed', async () => {
  await mkdir(join(cli.folder, '.agentcoord'));
  await writeFile(join(cli.folder, '.agentcoord', 'config.json'), '{"namespce": "x"}');
  expect(await cli.run(['status'])).toMatchObject({ code: 2, stderr: expect.stringContaining('namespce') });
});

test('a store that cannot be made is exit 5', async () => {
  await writeFile(join(cli.folder, 'taken'), '');
  const end = await cli.run(['tasks', 'add', 'x', '--home', 'taken', '--json']);
  expect(end.code).toBe(5);
  expect(end.json().error.code).toBe('storage_unwritable');
});

test.skipIf(process.getuid?.() === 0)(
  'a folder without the right to write is exit 5 (skipped for root, who may write anywhere)',
  async () => {
    const home = join(cli.folder, 'home');
    await mkdir(home);
    await chmod(home, 0o500);
    expect(await cli.run(['tasks', 'add', 'x', '--home', home])).toMatchObject({ code: 5 });
  },
);
