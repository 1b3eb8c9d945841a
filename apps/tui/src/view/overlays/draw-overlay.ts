import type { Overlay } from '../../controls/overlay.js';
import { drawBox } from '../box.js';
import type { Drawing } from '../frame.js';
import { type Line, span } from '../line.js';
import type { StyleName } from '../theme.js';
import { confirmLines } from './confirm-lines.js';
import { drawProblems } from './draw-problems.js';
import { formLines } from './form-lines.js';
import { helpLines } from './help-lines.js';

export interface Dialog {
  title: string;
  /** In the border, at the right. */
  note?: string;
  lines: Line[];
  style: StyleName;
  width: number;
}

export function drawOverlay(drawing: Drawing, overlay: Overlay): void {
  switch (overlay.kind) {
    case 'prompt':
      // Lies in the footer.
      return;
    case 'help':
      drawDialog(drawing, helpLines(drawing, overlay));
      return;
    case 'confirm':
      drawDialog(drawing, confirmLines(drawing, overlay));
      return;
    case 'form':
      drawDialog(drawing, formLines(drawing, overlay.form));
      return;
    case 'problems':
      drawProblems(drawing, overlay);
      return;
  }
}

/** In the middle, with a border of its own; what does not fit is cut at the foot. */
function drawDialog({ canvas, width, height, glyphs }: Drawing, dialog: Dialog): void {
  const outer = {
    width: Math.min(width - 2, dialog.width),
    height: Math.min(height - 2, dialog.lines.length + 2),
  };
  const place = {
    ...outer,
    x: Math.floor((width - outer.width) / 2),
    y: Math.max(1, Math.floor((height - outer.height) / 2)),
  };
  const title: Line = [span(` ${dialog.title} `, dialog.style)];
  const note: Line = dialog.note === undefined ? [] : [span(dialog.note, 'faint')];
  const inside = drawBox(canvas, { place, title, note, style: dialog.style }, glyphs);
  for (let row = 0; row < inside.height; row += 1)
    canvas.put({ x: inside.x, y: inside.y + row, width: inside.width }, [
      span(' '),
      ...(dialog.lines[row] ?? []),
    ]);
}
