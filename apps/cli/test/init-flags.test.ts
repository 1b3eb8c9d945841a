import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { setUpCli } from './support/cli.js';

const cli = setUpCli();

describe('init by flags', () => {
  test('does what the wizard does, without a question', async () => {
    const end = await cli.run(
      ['init', '--json', '--theme', 'mono', '--ascii', '--store', 'file', '--provider', 'openai']
        .concat(['--model', 'gpt-6-luna', '--cap', '2.5', '--mode', 'subprocess', '--agents', 'claude'])
        .concat(['--first-task', 'here']),
    );
    expect(end.code).toBe(0);
    expect(end.json().data).toMatchObject({
      created: true,
      agents: [{ agent: 'claude', done: true, command: 'agentcoord setup claude' }],
      firstTask: { what: 'here', completed: 1 },
    });
    const file = join(cli.folder, '.agentcoord', 'config.json');
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
      dashboard: { theme: 'mono', ascii: true },
      budgets: { day: { usd: 2.5 } },
    });
    expect((await cli.run(['setup', 'claude', '--check'])).code).toBe(0);
    const again = await cli.run(['init', '--cap', '4', '--json']);
    expect(again.json().data).toMatchObject({ created: false });
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
      dashboard: { theme: 'mono' },
      budgets: { day: { usd: 4 } },
    });
  }, 60_000);

  test('its first task is done, and those of others wait as before', async () => {
    await cli.run(['tasks', 'add', 'Somebody else’s', '--priority', '5', '--command', 'exit 0']);
    const end = await cli.run(['init', '--first-task', 'here', '--json']);
    expect(end.json().data).toMatchObject({ firstTask: { completed: 1 } });
    const { tasks } = (await cli.run(['tasks', 'list', '--state', 'ready', '--json'])).json().data as {
      tasks: Array<{ title: string }>;
    };
    expect(tasks).toMatchObject([{ title: 'Somebody else’s' }]);
  }, 60_000);

  test.each([
    [['--theme', 'pink'], '--theme'],
    [['--store', 'cloud'], '--store'],
    [['--provider', 'me'], '--provider'],
    [['--cap', 'lots'], '--cap'],
    [['--mode', 'moon'], '--mode'],
    [['--agents', 'claude,hal'], '--agents'],
    [['--first-task', 'all'], '--first-task'],
    [['--store', 'redis'], 'Which Redis?'],
  ])('refuses %j and writes nothing', async (args, named) => {
    const end = await cli.run(['init', ...args]);
    expect(end).toMatchObject({ code: 2, stderr: expect.stringContaining(named) });
    expect(existsSync(join(cli.folder, '.agentcoord', 'config.json'))).toBe(false);
  });

  test('never writes an address with a password into the file that is committed', async () => {
    await cli.run([
      'init',
      '--store',
      'redis',
      '--redis',
      'redis://me:hunter2@127.0.0.1:1',
      '--fallback',
      'auto',
    ]);
    const file = join(cli.folder, '.agentcoord', 'config.json');
    expect(await readFile(file, 'utf8')).not.toContain('hunter2');
  });
});
