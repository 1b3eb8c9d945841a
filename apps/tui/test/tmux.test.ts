import { tmuxMissing } from '@agentcoord/tooling/tmux';
import { expect, test } from 'vitest';
import { setUpDashboard } from './support/bench.js';
import { TmuxTerminal } from './support/tmux-terminal.js';

const missing = tmuxMissing();
const unless = missing ? ` (skipped: ${missing})` : '';
const bench = setUpDashboard();

/** All panes closed at both ends, from the row below the header (or the names of the panes) to the footer. */
function isWhole(screen: string, panesFrom: number): boolean {
  const rows = screen.trimEnd().split('\n').slice(panesFrom, -1);
  return rows.length > 10 && rows.every((row) => /^[╭│╰].*[╮│╯┃]$/.test(row));
}

test.skipIf(missing).each(['xterm-256color', 'tmux-256color', 'screen'])(
  `in tmux with TERM=%s: borders, colours, keys, another size, and the screen as it was${unless}`,
  async (terminal) => {
    await bench.client.addTasks([{ title: 'Alpha' }, { title: 'Beta 日本語' }]);
    await using tmux = await TmuxTerminal.start({
      terminal,
      cwd: bench.folder,
      command: `'${process.execPath}' '${bench.script}'`,
    });
    await tmux.shows((screen) => screen.includes('Alpha') && isWhole(screen, 1));
    expect(await tmux.flag('alternate_on')).toBe(true);
    expect(await tmux.flag('cursor_flag')).toBe(false);
    const coloured = await tmux.colouredText();
    for (const colour of [199, 93, 51]) expect(coloured).toContain(`38;5;${colour}m`);
    for (const key of ['1', '3', '4', '5', '6', '7', '8', '2']) {
      await tmux.press(key);
      await tmux.shows((screen) => isWhole(screen, 1));
    }
    await tmux.press('Down');
    await tmux.shows((screen) => screen.includes('2/2'));
    await tmux.press('C-u');
    await tmux.shows((screen) => screen.includes('1/2'));
    await tmux.press('BTab');
    await tmux.shows((screen) => screen.includes('s spawn'));
    await tmux.press('Tab');
    await tmux.press('n');
    await tmux.shows((screen) => screen.includes('New task'));
    await tmux.type('Typed in tmux');
    await tmux.press('C-s');
    await tmux.shows((screen) => screen.includes('Added task_'));
    await tmux.resize(60, 16);
    await tmux.shows((screen) => screen.includes('1Agents') && isWhole(screen, 2));
    await tmux.resize(50, 12);
    await tmux.shows((screen) => screen.includes('The dashboard needs 60×16.'));
    await tmux.resize(200, 60);
    await tmux.shows((screen) => screen.includes('Typed in tmux') && isWhole(screen, 1));
    await tmux.press('q');
    const after = await tmux.shows((screen) => screen.includes('ended with 0'));
    expect(after).toContain('before');
    expect(after).not.toContain('AGENTCOORD');
    expect(await tmux.flag('alternate_on')).toBe(false);
    expect(await tmux.flag('cursor_flag')).toBe(true);
  },
);
