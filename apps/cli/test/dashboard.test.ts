import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RealTerminal } from '../../tui/test/support/real-terminal.js';
import { setUpCli } from './support/cli.js';

const cli = setUpCli();

async function inTerminal(
  args: readonly string[],
  use: (terminal: RealTerminal) => Promise<void>,
  environment: Record<string, string> = {},
): Promise<number> {
  const terminal = new RealTerminal({
    command: process.execPath,
    args: [cli.script, ...args],
    cwd: cli.folder,
    environment: {
      PATH: process.env.PATH ?? '',
      HOME: cli.folder,
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
      ...environment,
    },
  });
  try {
    await use(terminal);
    return await terminal.ended;
  } finally {
    await terminal.close();
  }
}

test.each([[[]], [['dashboard']], [['dashboard', '--theme', 'mono', '--read-only']]])(
  'in a terminal, agentcoord %j is the dashboard, and q ends it with 0',
  async (args) => {
    await cli.run(['tasks', 'add', 'Alpha']);
    const code = await inTerminal(args, async (terminal) => {
      await terminal.shows('Alpha');
      expect(terminal.isAlternate).toBe(true);
      terminal.type('q');
    });
    expect(code).toBe(0);
  },
);

test('with --ascii nothing else is drawn', async () => {
  await inTerminal(['dashboard', '--ascii'], async (terminal) => {
    expect(await terminal.shows('+- 1 Agents')).toMatch(/^[\x20-\x7e\n]*$/);
    terminal.type('q');
  });
});

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s ends it as every command, with the terminal as before',
  async (name) => {
    const code = await inTerminal(['dashboard'], async (terminal) => {
      await terminal.shows('No tasks.');
      terminal.kill(name);
      await terminal.ended;
      expect(terminal.isAlternate).toBe(false);
      expect(terminal.isCursorShown).toBe(true);
    });
    expect(code).toBe(name === 'SIGTERM' ? 143 : 130);
  },
);

test.each([[[]], [['dashboard']]])(
  'on a dumb terminal, agentcoord %j says the plain status',
  async (args) => {
    const read = async (terminal: RealTerminal): Promise<void> => {
      await terminal.shows('No agents.');
      expect(terminal.isAlternate).toBe(false);
    };
    expect(await inTerminal(args, read, { TERM: 'dumb' })).toBe(0);
  },
);

test('without a terminal, and with --json, it says what status says', async () => {
  const plain = await cli.run(['dashboard']);
  expect(plain).toMatchObject({ code: 0, stderr: '' });
  expect(plain.stdout).toMatch(/^Namespace {2}\S/);
  expect((await cli.run(['dashboard', '--json'])).json()).toMatchObject({ ok: true, data: { agents: [] } });
});

test('a theme that there is not is told with those that there are', async () => {
  const { code, stderr } = await cli.run(['dashboard', '--theme', 'pink']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/--theme must be .*neon.*mono.*high-contrast/);
});

test('a store that cannot be opened is told as by every command, on the screen as it was', async () => {
  await inTerminal(
    ['dashboard'],
    async (terminal) => {
      await terminal.shows('redis://');
      expect(await terminal.ended).not.toBe(0);
      expect(terminal.isAlternate).toBe(false);
    },
    { REDIS_URL: 'redis://127.0.0.1:1/0', AGENTCOORD_FALLBACK: 'off' },
  );
});

test('s starts real workers and says their names, S scales them, K stops them', async () => {
  await cli.run(['tasks', 'add', 'Greet', '--command', 'echo hello']);
  await inTerminal(['dashboard'], async (terminal) => {
    await terminal.shows('Greet');
    terminal.type('1s');
    await terminal.shows('Start workers');
    terminal.type('\tcrew\u0013');
    await terminal.shows('Started crew.');
    await terminal.shows('crew');
    await terminal.shows((screen) => /completed +3 Greet/.test(screen));
    terminal.type('S');
    await terminal.shows('Scale workers');
    terminal.type('\u007f2\u0013');
    await terminal.shows(/2 workers: 1 ran, started \S+\./);
    terminal.type(':scale 0\r');
    await terminal.shows('Scale workers');
    terminal.type('\u0013');
    await terminal.shows(/0 workers: 2 ran, these leave/);
    terminal.type('s');
    await terminal.shows('Start workers');
    terminal.type('\tcrew-2\u0013');
    await terminal.shows((screen) => screen.includes('Started crew-2.') && /crew-2 +idle/.test(screen));
    terminal.type(':kill crew-2\r');
    await terminal.shows('Stop crew-2?');
    terminal.type('y');
    await terminal.shows('crew-2: stopped');
    terminal.type('q');
  });
}, 60_000);

test('a worker that cannot be started is told as by agentcoord spawn, and the form is still there', async () => {
  await inTerminal(['dashboard'], async (terminal) => {
    await terminal.shows('No tasks.');
    terminal.type('s');
    await terminal.shows('Start workers');
    terminal.type('\t\t\tm\tr\u0013');
    await terminal.shows(/needs transcripts/);
    expect(terminal.text()).toContain('Start workers');
    terminal.type('\u001b');
    await terminal.shows('Nobody was started.');
    terminal.type('q');
  });
});

test('--record keeps a session in a new file', async () => {
  await inTerminal(['dashboard', '--record', 'out.cast'], async (terminal) => {
    await terminal.shows('No tasks.');
    terminal.type('q');
  });
  const [head = ''] = (await readFile(join(cli.folder, 'out.cast'), 'utf8')).split('\n');
  expect(JSON.parse(head)).toMatchObject({ version: 2, width: 120, height: 30 });
});

test.each([
  ['a file that is there', 'there.cast', 'there is a file of this name'],
  ['a folder that is not there', 'nowhere/out.cast', 'ENOENT'],
])('--record with %s is an error before the screen opens', async (_what, path, why) => {
  await writeFile(join(cli.folder, 'there.cast'), 'precious');
  const code = await inTerminal(['dashboard', '--record', path], async (terminal) => {
    await terminal.ended;
    expect(terminal.text()).toContain('Nothing can be recorded to');
    expect(terminal.text().replaceAll('\n', '')).toContain(why);
    expect(terminal.isAlternate).toBe(false);
  });
  expect(code).toBe(2);
  expect(await readFile(join(cli.folder, 'there.cast'), 'utf8')).toBe('precious');
});

test('--record without a terminal is an error, and no file is made', async () => {
  const { code, stderr } = await cli.run(['dashboard', '--record', 'out.cast']);
  expect(code).toBe(2);
  expect(stderr).toContain('--record keeps what the dashboard shows');
  await expect(readFile(join(cli.folder, 'out.cast'))).rejects.toThrow('ENOENT');
});
