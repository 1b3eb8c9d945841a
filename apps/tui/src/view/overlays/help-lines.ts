import type { Drawing } from '../frame.js';
import type { ListName } from '../layout.js';
import { fit, type Line, span } from '../line.js';
import { paneOf } from '../panes/all-panes.js';
import type { Dialog } from './draw-overlay.js';

type Entry = readonly [keys: string, what: string];

const GENERAL: readonly Entry[] = [
  ['1 … 8', 'go to a pane'],
  ['Tab, S-Tab', 'next, last pane'],
  ['j k, arrows', 'down, up'],
  ['g G', 'first, last'],
  ['C-d C-u', 'half a page'],
  ['Enter', 'into the detail'],
  ['Esc', 'one step back'],
  ['z', 'zoom the pane'],
  ['[ ]', 'board, audit, logs'],
  ['o', 'sort otherwise'],
  ['/', 'filter'],
  [':', 'a command'],
  ['p', 'problems'],
  ['y', 'copy the id'],
  ['n', 'new task'],
  ['s', 'start workers'],
  ['m', 'message to who is behind it'],
  ['q', 'quit'],
];

const HERE: Readonly<Record<ListName, readonly Entry[]>> = {
  agents: [
    ['S', 'scale: as many as there shall be'],
    ['K', 'stop the worker, asks first'],
    ['', '● working  ○ idle  ◐ waiting'],
    ['', '▲ hung: heartbeat, no progress'],
    ['', '× dead: no heartbeat'],
  ],
  tasks: [
    ['r', 'retry a failed one'],
    ['x', 'cancel, asks first'],
    ['', 'filter: state:ready tag:backend'],
    ['', 'agent:ada !flaky'],
  ],
  locks: [
    ['u', 'take it away, asks first'],
    ['', 'WAIT: how many wait for it'],
    ['', 'LEFT: ends then, if not renewed'],
  ],
  approvals: [
    ['a', 'approve, with a reason'],
    ['d', 'deny, with a reason'],
    ['', 'no answer in time is a no'],
  ],
  board: [
    ['r', 'reply in the thread'],
    ['', 'threads, the latest first'],
  ],
  audit: [['', 'decisions and what was forced']],
  logs: [['', 'of workers here, else events']],
};

/** All keys, and what the pane one is in is about; in two columns where there is room. */
export function helpLines({ controller, width, height }: Drawing): Dialog {
  const wide = Math.min(84, width - 4);
  const half = Math.floor((wide - 4) / 2);
  const here = [
    ['', `In ${paneOf(controller.list).title.toLowerCase()}:`] as const,
    ...HERE[controller.list],
  ];
  const rows = height - 6;
  const split = Math.max(Math.ceil((GENERAL.length + here.length) / 2), Math.min(GENERAL.length, rows));
  const all: readonly Entry[] = [...GENERAL, ...here];
  const lines = Array.from(
    { length: split },
    (_, index): Line => [...entryLine(all[index], half), ...entryLine(all[index + split], half)],
  );
  return {
    title: 'Keys',
    style: 'focus',
    width: wide,
    lines: [...lines, [], [span('Any key goes back.', 'faint')]],
  };
}

function entryLine(entry: Entry | undefined, width: number): Line {
  const [keys = '', what = ''] = entry ?? [];
  return [span(fit(keys, 12), 'key'), span(fit(what, width - 12), keys === '' ? 'heading' : 'text')];
}
