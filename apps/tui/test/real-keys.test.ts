import { CoordinationClient } from '@agentcoord/client';
import { expect, test } from 'vitest';
import { TERMINAL_PAYLOADS } from '../../../packages/core/test/support/terminal-payloads.js';
import { setUpDashboard } from './support/bench.js';
import type { RealTerminal } from './support/real-terminal.js';

const bench = setUpDashboard();
const [ESC, CTRL_S] = ['\u001b', '\u0013'];

const joined = (name: string, more: object = {}) =>
  CoordinationClient.session({ cwd: bench.folder, name, environment: {}, ...more });

test('workers are started and scaled by forms; left and right choose, Esc leaves', async () => {
  await using _ada = await joined('Ada', { kind: 'worker', tags: ['api'] });
  const terminal = bench.start();
  await terminal.shows('Ada');
  terminal.type('s');
  await terminal.shows('How many     1');
  terminal.type('\tcrew\t\t\u001b[C');
  await terminal.shows('‹ model ›');
  terminal.type('\u001b[D');
  await terminal.shows('‹ commands ›');
  terminal.type(`\u001b[A\u001b[A\u001b[A\u007f0${CTRL_S}`);
  await terminal.shows('A whole number from 1 to 100.');
  terminal.type(`\u007f2${CTRL_S}`);
  await terminal.shows('Started crew.');
  terminal.type('1S');
  await terminal.shows(/Tags +api/);
  terminal.type(ESC);
  await terminal.shows('There are as many as before.');
  terminal.type(':scale 1\r');
  await terminal.shows(/How many +1/);
  terminal.type(CTRL_S);
  await terminal.shows('1 worker for api: 0 ran, started worker-1.');
});

test('messages and replies are typed at the foot, and say whom they reached', async () => {
  await using ada = await joined('Ada');
  const { thread } = await ada.postThread({ title: 'Kickoff', message: 'Who begins?' });
  const terminal = bench.start();
  await terminal.shows('Kickoff');
  terminal.type('6r');
  await terminal.shows('Reply in "Kickoff"');
  terminal.type('I do 日本\r');
  await terminal.shows('Replied in "Kickoff" to Ada.');
  await terminal.shows('I do 日本');
  terminal.type('r');
  await terminal.shows('Esc does not');
  terminal.type(ESC);
  await terminal.shows('Nothing was sent.');
  terminal.type('1m');
  await terminal.shows('To Ada');
  terminal.type('qzx?\r');
  await terminal.shows('Sent to Ada.');
  expect((await bench.client.board.show(thread)).posts).toHaveLength(2);
});

test('approve, deny, unlock, retry and cancel answer at the foot', async () => {
  await using ada = await joined('Ada');
  await bench.client.addTask({ title: 'Broken', maxAttempts: 1 });
  await (await ada.claimTask())?.fail(new Error('no disk'));
  await ada.approvals.request({ action: 'deploy' });
  await ada.lockFile('src/a.ts');
  const terminal = bench.start();
  await terminal.shows('src/a.ts');
  await terminal.shows('Broken');
  terminal.type('4a');
  await terminal.shows('Approve deploy of Ada: reason');
  terminal.type('fine\r');
  await terminal.shows('Approved deploy.');
  terminal.type('3u');
  await terminal.shows('Take src/a.ts away from Ada?');
  terminal.type('y');
  await terminal.shows('Took src/a.ts away from Ada.');
  terminal.type('2r');
  await terminal.shows('is ready again');
  terminal.type('x');
  await terminal.shows('Cancel "Broken"?');
  terminal.type('\r');
  await terminal.shows('Nothing was changed.');
  terminal.type('y');
  await terminal.shows('Copied task_');
});

test('out of the problems, a key acts on what is selected there', async () => {
  await using ada = await joined('Ada');
  await ada.approvals.request({ action: 'deploy' });
  const terminal = bench.start();
  await terminal.shows('1 problem');
  terminal.type('p');
  await terminal.shows('Ada asks for deploy');
  terminal.type('d');
  await terminal.shows('Deny deploy of Ada: reason');
  terminal.type('not on Friday\r');
  await terminal.shows('Denied deploy.');
  await terminal.shows((screen) => !screen.includes('1 problem'));
});

test('in a small window the help is scrolled, and forms are whole', async () => {
  const terminal = bench.start({ columns: 60, rows: 16 });
  await terminal.shows('No tasks.');
  terminal.type('?');
  await terminal.shows('In Tasks');
  terminal.type('jjjjjjjjjjjjjjjjjjjjjjjjjjjjjj');
  await terminal.shows(/q +quit/);
  terminal.type('q');
  await terminal.shows('No tasks.');
  terminal.type('s');
  await terminal.shows((screen) => screen.includes('Runs as') && screen.includes('Ctrl-s'));
});

/** The right border of every row of panes, asked of the cells: wide characters are two of them. */
function isClosed(terminal: RealTerminal, { columns, rows }: { columns: number; rows: number }): boolean {
  const inside = Array.from({ length: rows - 2 }, (_, index) => index + 1);
  return inside.every((row) => '╮│╯┃'.includes(terminal.cell(columns - 1, row)));
}

test('over 200 hostile texts leave the frame whole in a real emulator, page by page', async () => {
  const size = { columns: 150, rows: 50 };
  const texts = TERMINAL_PAYLOADS.map(({ text }) => text.replace(/[\n\r\v\f\u0085\u2028\u2029]/g, ''));
  expect(texts.length).toBeGreaterThanOrEqual(200);
  await bench.client.addTasks(
    texts.map((text, index) => ({ title: `T${index} ${text}`.slice(0, 200), description: text })),
  );
  const terminal = bench.start(size);
  await terminal.shows(`T0 `);
  terminal.type('z');
  for (let page = 0; page * 46 < texts.length; page += 1) {
    await terminal.shows(() => isClosed(terminal, size));
    terminal.type('\u0004\u0004');
  }
  terminal.type('G');
  await terminal.shows(`${texts.length}/${texts.length}`);
  terminal.type('z');
  await terminal.shows('5 Detail');
  await terminal.shows(() => isClosed(terminal, size));
  terminal.type('q');
  expect(await terminal.ended).toBe(0);
});
