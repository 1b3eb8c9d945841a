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
    const code = await inTerminal([], async (terminal) => {
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
