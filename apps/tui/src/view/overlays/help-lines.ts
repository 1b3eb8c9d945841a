import type { Drawing } from '../frame.js';
import type { ListName } from '../layout.js';
import { PANES } from '../layout.js';
import { fit, type Line, span } from '../line.js';
import { paneOf } from '../panes/all-panes.js';
import type { Dialog } from './draw-overlay.js';

type Entry = readonly [keys: string, what: string];

const GENERAL: readonly Entry[] = [
  [`1 … ${PANES.length}`, 'go to a pane'],
  ['Tab, S-Tab', 'next, last pane'],
  ['j k, arrows', 'down, up'],
  ['g G', 'first, last'],
  ['C-d C-u', 'half a page'],
  ['Enter', 'into the detail'],
  ['Esc', 'one step back'],
  ['z', 'zoom the pane'],
  ['[ ]', 'board, audit, logs'],
  ['o', 'sort otherwise'],
  ['/', 'filter: words tag: state:'],
  ['', 'agent: and ! for not'],
  [':', 'a command, Tab completes'],
  ['p', 'problems'],
  ['y', 'copy the id'],
  ['n', 'new task'],
  ['s', 'start workers'],
  ['S', 'scale them to a number'],
  ['m', 'message who is behind it'],
  ['q', 'quit'],
];

const HERE: Readonly<Record<ListName, readonly Entry[]>> = {
  agents: [
    ['m', 'message it'],
    ['K', 'stop it, asks first'],
    ['', '{working} working {idle} idle {waiting} waiting'],
    ['', '{hung} hung: no progress'],
    ['', '{dead} dead: no heartbeat'],
  ],
  tasks: [
    ['r', 'retry a failed one'],
    ['x', 'cancel, asks first'],
    ['m', 'message its worker'],
    ['', '/state:ready tag:backend'],
    ['', '/agent:ada !flaky'],
  ],
  locks: [
    ['u', 'take it away, asks first'],
    ['m', 'message its holder'],
    ['', 'WAIT: how many wait for it'],
    ['', 'LEFT: unless it is renewed'],
  ],
  approvals: [
    ['a', 'approve, with a reason'],
    ['d', 'deny, with a reason'],
    ['m', 'message who asks'],
    ['', 'no answer in time is a no'],
  ],
  board: [
    ['r', 'reply in the thread'],
    ['m', 'message who spoke last'],
    ['', 'the latest thread is first'],
  ],
  audit: [['', 'decisions, what was forced']],
  logs: [['', 'of workers here, or events']],
};

const KEYS = 12;
/** Two columns where no text has to be cut for it. */
const TWO_COLUMNS = 80;

/** What the pane one is in is about, then all other keys. */
export function helpLines({ controller, width, height, glyphs }: Drawing, help: { top: number }): Dialog {
  const wide = Math.min(84, width - 4);
  const { title } = paneOf(controller.list);
  const signs = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (_, state) => glyphs.states[state] ?? '');
  const about = HERE[controller.list].map(([keys, what]): Entry => [keys, signs(what)]);
  const here: readonly Entry[] = [['', `In ${title}`], ...about];
  const general: readonly Entry[] = [['', 'Everywhere'], ...GENERAL];
  const lines =
    wide >= TWO_COLUMNS - 4
      ? besideEachOther(here, general, wide)
      : below([...here, ['', ''], ...general], wide);
  const room = Math.max(1, height - 4);
  help.top = Math.max(0, Math.min(help.top, lines.length - room));
  return {
    title: 'Keys',
    note: lines.length > room ? 'j k scroll, any other key goes back' : 'any key goes back',
    style: 'focus',
    width: wide,
    lines: lines.slice(help.top, help.top + room),
  };
}

function besideEachOther(here: readonly Entry[], general: readonly Entry[], wide: number): Line[] {
  const half = Math.floor((wide - 4) / 2);
  const split = Math.ceil((here.length + 1 + general.length) / 2);
  const all: readonly Entry[] = [...here, ['', ''], ...general];
  return Array.from(
    { length: split },
    (_, index): Line => [...entryLine(all[index], half), ...entryLine(all[index + split], half)],
  );
}

function below(entries: readonly Entry[], wide: number): Line[] {
  return entries.map((entry) => entryLine(entry, wide - 4));
}

function entryLine(entry: Entry | undefined, width: number): Line {
  const [keys = '', what = ''] = entry ?? [];
  // A heading begins where the keys do.
  if (/^(In |Everywhere)/.test(what)) return [span(fit(what, width), 'heading')];
  return [span(fit(keys, KEYS), 'key'), span(fit(what, width - KEYS), keys === '' ? 'faint' : 'text')];
}
