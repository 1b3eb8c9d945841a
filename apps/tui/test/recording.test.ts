import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import xterm from '@xterm/headless';
import { expect, test } from 'vitest';
import { setUpDashboard } from './support/bench.js';

const bench = setUpDashboard();

type Event = [seconds: number, kind: 'o' | 'r', text: string];

async function castIn(path: string) {
  const [head = '', ...lines] = (await readFile(path, 'utf8')).trimEnd().split('\n');
  const events = lines.map((line): Event => JSON.parse(line));
  return { head: JSON.parse(head), events };
}

/** What a player shows at the end of these events. */
async function played(events: readonly Event[], { width, height }: { width: number; height: number }) {
  const terminal = new xterm.Terminal({ cols: width, rows: height, allowProposedApi: true });
  for (const [, kind, text] of events) {
    const [columns = 0, rows = 0] = text.split('x').map(Number);
    if (kind === 'r') terminal.resize(columns, rows);
    else await new Promise<void>((resolve) => terminal.write(text, resolve));
  }
  const { active } = terminal.buffer;
  const lines = Array.from({ length: terminal.rows }, (_, row) =>
    active.getLine(row)?.translateToString(true),
  );
  const isAlternate = active.type === 'alternate';
  terminal.dispose();
  return { screen: lines.join('\n'), isAlternate };
}

function recorded(name: string) {
  const path = join(bench.folder, name);
  return { path, terminal: bench.start({ environment: { TEST_RECORD: path } }) };
}

test('a recording that is played shows what the terminal showed, after a change of its size too', async () => {
  await bench.client.addTask({ title: 'Alpha' });
  const { path, terminal } = recorded('out.cast');
  await terminal.shows('Alpha');
  terminal.resize(90, 24);
  await terminal.shows('1Agents');
  terminal.type('y');
  await terminal.shows('Copied');
  terminal.type('?');
  await terminal.shows('any key goes back');
  // Nothing more comes: what is shown then is what a recording must show at its end.
  terminal.kill('SIGSTOP');
  const { head, events } = await castIn(path);
  expect(head).toMatchObject({ version: 2, width: 120, height: 30, env: { TERM: 'xterm-256color' } });
  expect(events.map(([seconds]) => seconds)).toEqual(
    events.map(([seconds]) => seconds).sort((a, b) => a - b),
  );
  expect(events.filter(([, kind]) => kind === 'r').map(([, , text]) => text)).toContain('90x24');
  expect(JSON.stringify(events), 'the clipboard of who plays it').not.toContain(']52;');
  // It may have been stopped between the two: what is recorded is written first.
  const ends = [await played(events, head), await played(events.slice(0, -1), head)];
  await terminal.shows((shown) => ends.some(({ screen }) => screen === shown));
});

test.each([
  ['Ctrl-C', (terminal: ReturnType<typeof bench.start>) => terminal.type('\u0003')],
  ['SIGTERM', (terminal: ReturnType<typeof bench.start>) => terminal.kill('SIGTERM')],
  ['a crash', (terminal: ReturnType<typeof bench.start>) => terminal.kill('SIGUSR2')],
])('a recording is whole after %s, and ends with the screen as it was before', async (_what, end) => {
  const { path, terminal } = recorded('out.cast');
  await terminal.shows('No tasks.');
  end(terminal);
  await terminal.ended;
  const { head, events } = await castIn(path);
  expect((await played(events, head)).isAlternate).toBe(false);
  const left = events.findLastIndex(([, , text]) => text.includes('\u001b[?1049l'));
  expect((await played(events.slice(0, left), head)).screen).toContain('No tasks.');
});
