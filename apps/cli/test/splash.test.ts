import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { logo } from '../src/splash/logo.js';
import { isSplashWanted } from '../src/splash/show-splash.js';
import { setUpCli } from './support/cli.js';
import { setUpFirstRun } from './support/first-run.js';

const cli = setUpCli();
const first = setUpFirstRun(cli);

describe('the splash', () => {
  const raw = async (args: string[], environment: Record<string, string> = {}): Promise<string> => {
    await cli.run(['tasks', 'add', 'Alpha']);
    first.folder = cli.folder;
    let screen = '';
    await first.start(
      ['dashboard', ...args],
      async (terminal) => {
        await terminal.shows('Alpha');
        terminal.type('q');
        await terminal.ended;
        // What was there before the first paint is wiped.
        screen = terminal.text();
      },
      { environment },
    );
    return screen;
  };

  test('is wiped before the dashboard opens, and leaves nothing behind', async () => {
    expect((await raw([])).trim()).toBe('');
  });

  test('can be switched off by flag, environment and configuration', async () => {
    expect(isSplashWanted({ environment: {} })).toBe(true);
    expect(isSplashWanted({ flag: false, environment: { AGENTCOORD_SPLASH: 'on' } })).toBe(false);
    expect(isSplashWanted({ environment: { AGENTCOORD_SPLASH: 'off' } })).toBe(false);
    expect(isSplashWanted({ environment: { AGENTCOORD_SPLASH: '1' }, inFile: false })).toBe(true);
    expect(isSplashWanted({ environment: {}, inFile: false })).toBe(false);
    await mkdir(join(cli.folder, '.agentcoord'), { recursive: true });
    const file = join(cli.folder, '.agentcoord', 'config.json');
    await writeFile(file, '{"dashboard": {"splash": false, "theme": "mono"}}');
    expect((await raw([])).trim()).toBe('');
  });

  test('has no escape sequence without colours, no sign beyond ASCII without UTF-8, and fits any window', async () => {
    expect(logo({ columns: 120, colours: false, unicode: true })).not.toContain('\u001b');
    expect(logo({ columns: 120, colours: false, unicode: false })).toMatch(/^[\x20-\x7e\n]*$/);
    for (const columns of [10, 20, 44, 60]) {
      const rows = logo({ columns, colours: false, unicode: true }).split('\n');
      expect(Math.max(...rows.slice(0, -2).map((row) => row.length))).toBeLessThanOrEqual(
        Math.max(columns, 12),
      );
    }
  });
});
