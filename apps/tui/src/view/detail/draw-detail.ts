import { drawBox } from '../box.js';
import type { Rectangle } from '../canvas.js';
import type { Drawing } from '../frame.js';
import { type Line, span } from '../line.js';
import { detailOf } from './detail-of.js';

/** All that is known about what is selected in the list, to be scrolled. */
export function drawDetail(drawing: Drawing, place: Rectangle): void {
  const { canvas, controller, glyphs } = drawing;
  const hasFocus = controller.focus === 'detail';
  const state = controller.states.detail;
  const lines = detailOf(drawing, place.width - 4);
  const height = place.height - 2;
  const last = Math.max(0, lines.length - height);
  if (controller.list === 'board' && state.top >= last) state.follows = true;
  state.top = state.follows ? last : Math.min(state.top, last);
  state.height = height;
  const title: Line = [span(' 5 ', 'key'), span('Detail ', hasFocus ? 'focus' : 'title')];
  const inside = drawBox(
    canvas,
    {
      place,
      title,
      note: [span(nounOf(controller.list), 'faint')],
      style: hasFocus ? 'focus' : 'border',
      scroll: { top: state.top, height, count: lines.length },
    },
    glyphs,
  );
  for (let row = 0; row < height; row += 1) {
    const line = lines[state.top + row];
    if (line) canvas.put({ x: inside.x + 1, y: inside.y + row, width: inside.width - 2 }, line);
  }
}

function nounOf(list: string): string {
  const nouns: Record<string, string> = {
    agents: 'agent',
    tasks: 'task',
    locks: 'lock',
    approvals: 'approval',
    board: 'thread',
    audit: 'audit entry',
    logs: 'log line',
  };
  return nouns[list] ?? '';
}
