import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { setUpCli } from './support/cli.js';
import {
  BACKSPACE,
  CTRL_C,
  DOWN,
  ENTER,
  ESCAPE,
  goTo,
  QUESTIONS,
  setUpFirstRun,
} from './support/first-run.js';

const cli = setUpCli();
const first = setUpFirstRun(cli);

describe('the first run of agentcoord in a terminal', () => {
  test('goes from an empty folder to a finished task and the dashboard, by Enter alone', async () => {
    const started = performance.now();
    const code = await first.start([], async (terminal) => {
      await goTo(terminal, 'Shall it be so?');
      expect(await readdir(first.folder)).toEqual([]);
      terminal.type(ENTER);
      await terminal.shows('Open the dashboard?');
      expect(terminal.text()).toContain('Finished   1 task');
      expect(terminal.text()).toMatch(/Done: “Count what is in this folder” by \S+/);
      terminal.type(ENTER);
      await terminal.shows('completed');
      expect(terminal.isAlternate).toBe(true);
      terminal.type('q');
    });
    expect(code).toBe(0);
    expect(performance.now() - started).toBeLessThan(120_000);
    expect(await first.config()).toEqual({
      namespace: expect.any(String),
      operatorKeys: [expect.any(String)],
    });
    const tasks = await cli.run(['tasks', 'list', '--json', '--cwd', first.folder]);
    expect(tasks.json().data).toMatchObject({
      tasks: [{ title: 'Count what is in this folder', state: 'completed' }],
    });
  }, 60_000);

  test('is the dashboard where the folder was used before, and without a terminal the plain status', async () => {
    await cli.run(['tasks', 'add', 'Alpha']);
    first.folder = cli.folder;
    await first.start([], async (terminal) => {
      await terminal.shows('Alpha');
      expect(terminal.isAlternate).toBe(true);
      terminal.type('q');
    });
    expect((await cli.run([])).stdout).toMatch(/^Namespace {2}\S/);
  });
});

describe('the wizard', () => {
  test.each(QUESTIONS)(
    'left with Ctrl-C at “%s” has written nothing and leaves the terminal as it was',
    async (question) => {
      const code = await first.start(['init', '--wizard'], async (terminal) => {
        await goTo(terminal, question);
        terminal.type(CTRL_C);
        await terminal.shows('Nothing was written.');
        await terminal.ended;
        expect(terminal.isCursorShown).toBe(true);
        expect(terminal.isAlternate).toBe(false);
      });
      expect(code).toBe(130);
      expect(await readdir(first.folder)).toEqual([]);
    },
  );

  test('goes back with Escape, and offers again what was chosen', async () => {
    await first.start(['init', '--wizard'], async (terminal) => {
      await terminal.shows('How shall the dashboard look?');
      terminal.type(DOWN + ENTER);
      await terminal.shows('Where do agents meet');
      terminal.type(ESCAPE);
      await terminal.shows((screen) => screen.split('How shall the dashboard look?').length === 3);
      terminal.type(ENTER);
      await terminal.shows((screen) => screen.split('Where do agents meet').length === 3);
      terminal.type(ENTER);
      await goTo(terminal, 'Shall it be so?', 'What is this project called?');
      expect(terminal.text()).toContain('Dashboard   high-contrast');
      terminal.type(ENTER);
      await terminal.shows('Finished   1 task');
    });
    expect(await first.config()).toMatchObject({ dashboard: { theme: 'high-contrast' } });
  }, 60_000);

  test('tells that a key is there and never what it is, and writes the cap as a budget', async () => {
    const secret = 'sk-ant-very-secret-0123456789';
    await first.start(
      ['init', '--wizard'],
      async (terminal) => {
        await goTo(terminal, 'Who answers LLM workers?');
        await terminal.shows('ANTHROPIC_API_KEY is set');
        expect(terminal.text()).toContain('$2 in, $10 out');
        terminal.type(ENTER);
        await terminal.shows('Which model?');
        terminal.type(ENTER);
        await terminal.shows('spend a day');
        terminal.type(`${BACKSPACE}much${ENTER}`);
        await terminal.shows('Dollars, such as');
        terminal.type(`${BACKSPACE.repeat(4)}7${ENTER}`);
        await goTo(terminal, 'Then something real', 'Where shall workers run?');
        terminal.type(DOWN + DOWN + ENTER);
        await terminal.shows('Shall it be so?');
        terminal.type(ENTER);
        await terminal.shows('spawn --count 2 --llm --provider anthropic --model claude-sonnet-5-5');
        expect(terminal.text()).not.toContain(secret);
      },
      { environment: { ANTHROPIC_API_KEY: secret } },
    );
    expect(await first.config()).toMatchObject({ budgets: { day: { usd: 7 } } });
    expect(JSON.stringify(await first.config())).not.toContain(secret);
  });

  test('told to stop by SIGTERM writes nothing and leaves the terminal as it was', async () => {
    const code = await first.start(['init', '--wizard'], async (terminal) => {
      await goTo(terminal, 'Who answers LLM workers?');
      terminal.kill('SIGTERM');
      await terminal.ended;
      expect(terminal.isCursorShown).toBe(true);
    });
    expect(code).toBe(143);
    expect(await readdir(first.folder)).toEqual([]);
  });

  test('draws ASCII alone in a C locale, and no colours with NO_COLOR', async () => {
    await first.start(
      ['init', '--wizard'],
      async (terminal) => {
        await goTo(terminal, 'Shall it be so?');
        expect(terminal.text()).toMatch(/^[\x20-\x7e\n]*$/);
        for (let row = 0; row < 40; row += 1)
          for (let column = 0; column < 100; column += 1)
            expect(terminal.colours(column, row)).toEqual({ foreground: -1, background: -1 });
        terminal.type(CTRL_C);
      },
      { environment: { LANG: 'C', NO_COLOR: '1' } },
    );
  });

  test('says so where there is no terminal to ask in, and where the flags are', async () => {
    const end = await cli.run(['init', '--wizard']);
    expect(end).toMatchObject({ code: 2, stderr: expect.stringContaining('agentcoord init --help') });
    expect(existsSync(join(cli.folder, '.agentcoord', 'config.json'))).toBe(false);
  });
});
