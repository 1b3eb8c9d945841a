import type { Controller } from '../controls/controller.js';
import type { Prompt } from '../controls/overlay.js';
import { columnsOf, endThatFits } from './cells.js';
import type { Drawing } from './frame.js';
import { sparkline } from './glyphs.js';
import { fit, type Line, span, widthOf } from './line.js';

/** What is being typed, or what was just done, or how busy it is and which keys do something here. */
export function drawFooter(drawing: Drawing): void {
  const { canvas, controller, width, height } = drawing;
  const { overlay, message } = controller;
  const y = height - 1;
  if (overlay?.kind === 'prompt') {
    canvas.put({ x: 1, y, width: width - 2 }, promptLine(drawing, overlay));
    return;
  }
  if (message !== undefined) {
    canvas.put({ x: 1, y, width: width - 2 }, [span(fit(message.text, width - 2), message.tone)]);
    return;
  }
  const left = busyness(drawing);
  const room = width - 2 - widthOf(left) - 2;
  canvas.put({ x: 1, y, width: width - 2 }, [...left, span('  '), ...hintLine(controller, room)]);
}

function busyness({ model, now, glyphs, width }: Drawing): Line {
  const events = model.throughput.events(now);
  const shown = events.slice(width >= 120 ? -24 : -10);
  const lately = events.slice(-5).reduce((sum, count) => sum + count, 0) / 5;
  const done = model.throughput.completed(now).reduce((sum, count) => sum + count, 0);
  return [
    span(sparkline(shown, glyphs), 'accent'),
    span(` ${lately < 10 ? lately.toFixed(1) : Math.round(lately)}/s`, 'text'),
    ...(width >= 100 ? [span(` ${glyphs.dot} ${done} done/min`, 'faint')] : []),
  ];
}

type Hint = readonly [key: string, what: string];

const EVERYWHERE: readonly Hint[] = [
  ['/', 'filter'],
  ['p', 'problems'],
  [':', 'command'],
  ['z', 'zoom'],
  ['o', 'sort'],
  ['q', 'quit'],
];
/** Is there whatever else has to be left out. */
const HELP: Hint = ['?', 'help'];
/** What lies over the panes has the keyboard. */
const OVER: Readonly<Record<string, readonly Hint[]>> = {
  problems: [
    ['j k', 'move'],
    ['Enter', 'go there'],
    ['a d r u K m', 'act on it'],
    ['Esc', 'back'],
  ],
  help: [
    ['j k', 'scroll'],
    ['any other key', 'back'],
  ],
};
const HERE: Readonly<Record<string, readonly Hint[]>> = {
  agents: [
    ['s', 'spawn'],
    ['S', 'scale'],
    ['m', 'message'],
    ['K', 'stop'],
  ],
  tasks: [
    ['n', 'new'],
    ['r', 'retry'],
    ['x', 'cancel'],
    ['m', 'message'],
  ],
  locks: [
    ['u', 'unlock'],
    ['m', 'message'],
  ],
  approvals: [
    ['a', 'approve'],
    ['d', 'deny'],
    ['m', 'message'],
  ],
  board: [
    ['r', 'reply'],
    ['m', 'message'],
    ['[ ]', 'tabs'],
  ],
  audit: [['[ ]', 'tabs']],
  logs: [['[ ]', 'tabs']],
  detail: [['Esc', 'back']],
};

function hintLine({ focus, list, overlay }: Controller, room: number): Line {
  if (overlay !== undefined) return hintsThatFit(OVER[overlay.kind] ?? [], room);
  const here = focus === 'detail' ? [...(HERE.detail ?? []), ...(HERE[list] ?? [])] : (HERE[focus] ?? []);
  const help = hintsThatFit([HELP], room);
  return [...hintsThatFit([...here, ...EVERYWHERE], room - widthOf(help)), ...help];
}

function hintsThatFit(hints: readonly Hint[], room: number): Line {
  let used = 0;
  return hints.flatMap(([key, what]): Line => {
    const width = key.length + what.length + 3;
    if (used + width > room) return [];
    used += width;
    return [span(key, 'key'), span(` ${what}  `, 'faint')];
  });
}

function promptLine({ width, glyphs }: Drawing, { label, hint, editor, complete }: Prompt): Line {
  const isCommand = label === ':';
  const head = fit(label, Math.min(columnsOf(label), Math.floor(width / 2)), { ellipsis: glyphs.ellipsis });
  const fitting = complete?.(editor.text) ?? [];
  const tail =
    fitting.length > 0 && editor.text !== ''
      ? fitting
          .slice(0, 6)
          .map((one) => one.label)
          .join('  ')
      : hint;
  const room = Math.max(10, width - 4 - columnsOf(head) - 2);
  const before = endThatFits(editor.beforeCursor, Math.max(8, room - 12));
  return [
    span(isCommand ? head : `${head} `, 'focus'),
    span(before),
    span(glyphs.cursor, 'key'),
    span(editor.afterCursor),
    span(`   ${tail}`, 'faint'),
  ];
}
