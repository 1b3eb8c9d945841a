import { CoordinationClient } from '@agentcoord/client';
import { expect, test } from 'vitest';
import { setUpDashboard } from './support/bench.js';
import { WIDTH_ATTACKS } from './support/width-attacks.js';

const bench = setUpDashboard();
const ESC = '\u001b';

const addTasks = (titles: readonly string[]) => bench.client.addTasks(titles.map((title) => ({ title })));

/** Waits for a frame with this on it whose panes are closed in every row; part of a frame may be on its way. */
function showsWhole(terminal: ReturnType<typeof bench.start>, part: string, panesFrom = 1): Promise<string> {
  return terminal.shows((screen) => {
    const rows = screen.split('\n').slice(panesFrom, -1);
    return screen.includes(part) && rows.every((row) => /^[╭│╰].*[╮│╯┃]$/.test(row));
  });
}

test('shows every pane, goes to each by its number, and leaves the terminal as it was', async () => {
  await addTasks(['Alpha', 'Beta']);
  await bench.client.postThread({ title: 'Kickoff', message: 'Read this' });
  await bench.client.logDecision({ type: 'deployment', context: 'v2' });
  const terminal = bench.start();
  await terminal.shows('Alpha');
  expect(terminal.isAlternate).toBe(true);
  expect(terminal.isCursorShown).toBe(false);
  for (const [key, noun] of [
    ['1', 'Nothing is selected'],
    ['2', 'task ─╮'],
    ['3', 'Nothing is locked'],
    ['4', 'Nothing waits for you'],
    ['5', 'Esc back'],
    ['6', 'Read this'],
    ['7', 'audit entry ─╮'],
    ['8', 'log line ─╮'],
  ] as const) {
    terminal.type(key);
    await showsWhole(terminal, noun);
  }
  terminal.type('q');
  expect(await terminal.ended).toBe(0);
  expect(terminal.isAlternate).toBe(false);
  expect(terminal.isCursorShown).toBe(true);
  expect(terminal.text()).not.toContain('AGENTCOORD');
});

test('a task that another process adds appears by itself, and keys act on it', async () => {
  const terminal = bench.start();
  await terminal.shows('No tasks.');
  const { id } = await bench.client.addTask({ title: 'From elsewhere' });
  await terminal.shows('From elsewhere');
  terminal.type('x');
  await terminal.shows('Cancel "From elsewhere"?');
  terminal.type('y');
  await terminal.shows(`Cancelled ${id}`);
  await terminal.shows('cancelled for');
  terminal.type('n');
  await terminal.shows('New task');
  terminal.type('Typed here\t\t\t\t\t\r');
  await terminal.shows('Typed here');
  expect((await bench.client.queue.stats()).counts).toMatchObject({ ready: 1, cancelled: 1 });
});

test('filter, zoom, tabs, sort, problems, help and the command line answer to their keys', async () => {
  await addTasks(['Alpha', 'Beta']);
  const terminal = bench.start();
  await terminal.shows('Alpha');
  terminal.type('/bet\r');
  await terminal.shows((screen) => screen.includes('Beta') && !screen.includes('Alpha'));
  terminal.type(ESC);
  await terminal.shows('Alpha');
  terminal.type('z');
  await terminal.shows((screen) => !screen.includes('1 Agents'));
  terminal.type('z');
  await terminal.shows('1 Agents');
  terminal.type('o');
  await terminal.shows('Tasks sorted by newest.');
  terminal.type('p');
  await terminal.shows('Problems 0');
  terminal.type(ESC);
  await terminal.shows('1 Agents');
  terminal.type('?');
  await terminal.shows('any key goes back');
  terminal.type(' :the');
  await terminal.shows(/:the.+theme/);
  terminal.type('\tmono\r');
  await terminal.shows((screen) => !screen.includes(':the'));
  terminal.type(']');
  await terminal.shows('audit log is empty');
  terminal.type('j\u001b[A\u001b[B\u0004\u0015gG');
  terminal.type('\t');
  await terminal.shows('3 Locks');
});

test('follows the size of the window, from 200×60 to 60×16 and back, and below that says what it needs', async () => {
  await addTasks(Array.from({ length: 80 }, (_, index) => `Task ${index}`));
  const terminal = bench.start({ columns: 200, rows: 60 });
  await showsWhole(terminal, 'Task 0');
  terminal.resize(60, 16);
  const narrow = await showsWhole(terminal, '1Agents', 2);
  expect(narrow.split('\n')[0]).toContain('▚ AC');
  terminal.resize(40, 10);
  await terminal.shows('The dashboard needs 60×16.');
  terminal.resize(200, 60);
  await showsWhole(terminal, 'Task 20');
});

test.each([
  ['Ctrl-C', 0, (terminal: ReturnType<typeof bench.start>) => terminal.type('\u0003')],
  ['SIGTERM', 143, (terminal: ReturnType<typeof bench.start>) => terminal.kill('SIGTERM')],
  ['a crash', 1, (terminal: ReturnType<typeof bench.start>) => terminal.kill('SIGUSR2')],
])('the terminal is as before after %s', async (what, code, end) => {
  const terminal = bench.start();
  await terminal.shows('No tasks.');
  end(terminal);
  expect(await terminal.ended).toBe(code);
  expect(terminal.isAlternate).toBe(false);
  expect(terminal.isCursorShown).toBe(true);
  if (what === 'a crash') expect(terminal.text()).toContain('broken on purpose');
});

test('with NO_COLOR no cell has a colour, and the selection is still to be seen', async () => {
  await addTasks(['Alpha']);
  const terminal = bench.start({ environment: { NO_COLOR: '1' } });
  await terminal.shows('Alpha');
  for (let y = 0; y < 30; y += 1)
    for (let x = 0; x < 120; x += 1)
      expect(terminal.colours(x, y)).toEqual({ foreground: -1, background: -1 });
});

test('in colour, the border of the pane with the focus is magenta and the others violet', async () => {
  await addTasks(['Alpha']);
  const terminal = bench.start();
  await terminal.shows('Alpha');
  expect(terminal.colours(0, 1).foreground).toBe(93);
  expect(terminal.colours(119, 1).foreground).toBe(199);
});

test.each(['C', 'POSIX'])('in the locale %s the frame is of ASCII', async (locale) => {
  await addTasks(['日本語 Alpha']);
  const terminal = bench.start({ environment: { LANG: locale } });
  const screen = await terminal.shows('Alpha');
  expect(screen).toMatch(/^[\x20-\x7e\n]*$/);
  expect(screen).toContain('+- 1 Agents');
});

test.each(['tmux-256color', 'screen', 'xterm-256color', 'xterm-kitty'])(
  'has its borders with TERM=%s',
  async (name) => {
    await addTasks(['Alpha']);
    const terminal = bench.start({ environment: { TERM: name } });
    await showsWhole(terminal, 'Alpha');
  },
);

test('a real emulator draws texts of odd widths within their pane', async () => {
  await bench.client.addTasks(WIDTH_ATTACKS.map((text) => ({ title: `A${text}`, priority: 5 })));
  await using ada = await CoordinationClient.session({ cwd: bench.folder, name: 'Ada', environment: {} });
  await ada.lockFile('src/a.ts', { intent: '👨‍👩‍👧‍👦 日本語 ⚠️' });
  const terminal = bench.start({ columns: 160, rows: 50 });
  await terminal.shows('src/a.ts');
  await terminal.shows((screen) => {
    // Wide characters take two columns and one place of the text: ask the emulator's cells instead.
    const isClosed = (row: number): boolean =>
      '╮│╯┃'.includes(terminal.cell(159, row)) && '╭│╰╮╯'.includes(terminal.cell(59, row));
    return screen.includes('A日本語') && Array.from({ length: 48 }, (_, row) => row + 1).every(isClosed);
  });
});
