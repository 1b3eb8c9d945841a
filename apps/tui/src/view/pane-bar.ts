import type { Drawing } from './frame.js';
import { PANES } from './layout.js';
import { type Line, span } from './line.js';

/** Where one list is shown at a time: which others there are, and what wants to be looked at. */
export function drawPaneBar({ canvas, controller, width, model, now }: Drawing): void {
  const waiting = model.approvals.shown(now).filter(({ status }) => status === 'pending').length;
  const line: Line = PANES.flatMap((pane, index) => {
    const isHere = pane === controller.focus;
    const isList = pane === controller.list;
    const mark = pane === 'approvals' && waiting > 0 ? `(${waiting})` : '';
    const name = width < 84 ? shortOf(pane) : `${pane[0]?.toUpperCase()}${pane.slice(1)}`;
    return [
      span(`${index + 1}`, 'key'),
      span(`${name}${mark} `, isHere ? 'focus' : isList ? 'title' : mark === '' ? 'faint' : 'warning'),
    ];
  });
  canvas.put({ x: 1, y: 1, width: width - 2 }, line);
}

function shortOf(pane: string): string {
  const word = pane === 'approvals' ? 'Appr' : pane;
  return `${word[0]?.toUpperCase()}${word.slice(1)}`;
}
