import type { Canvas, Rectangle } from './canvas.js';
import type { Glyphs } from './glyphs.js';
import { type Line, span, widthOf } from './line.js';
import type { StyleName } from './theme.js';

export interface Box {
  place: Rectangle;
  /** In the upper border, from the left. */
  title: Line;
  /** In the upper border, at the right, where there is room. */
  note?: Line;
  style: StyleName;
  /** Which part of the whole is visible, for the scroll bar at the right. */
  scroll?: { top: number; height: number; count: number };
}

/** A border with a title. @returns what is inside. */
export function drawBox(canvas: Canvas, box: Box, glyphs: Glyphs): Rectangle {
  const { x, y, width, height } = box.place;
  const [topLeft, topRight, bottomLeft, bottomRight] = glyphs.corners;
  canvas.put({ x, y, width }, upperBorder(box, glyphs, [topLeft, topRight]));
  const thumb = thumbOf(box);
  for (let row = 1; row < height - 1; row += 1) {
    const isThumb = thumb !== undefined && row - 1 >= thumb.from && row - 1 < thumb.to;
    canvas.put({ x, y: y + row, width: 1 }, [span(glyphs.vertical, box.style)]);
    canvas.put({ x: x + width - 1, y: y + row, width: 1 }, [
      span(isThumb ? glyphs.thumb : glyphs.vertical, isThumb ? 'focus' : box.style),
    ]);
  }
  const bottom = bottomLeft + glyphs.horizontal.repeat(Math.max(0, width - 2)) + bottomRight;
  canvas.put({ x, y: y + height - 1, width }, [span(bottom, box.style)]);
  return { x: x + 1, y: y + 1, width: width - 2, height: height - 2 };
}

function upperBorder(
  { title, note = [], style, place: { width } }: Box,
  { horizontal }: Glyphs,
  [left, right]: [string, string],
): Line {
  const titleWidth = widthOf(title);
  const noteWidth = widthOf(note) + 2;
  const room = width - 4 - titleWidth;
  const showsNote = note.length > 0 && noteWidth + 1 <= room;
  const line = Math.max(0, room - (showsNote ? noteWidth : 0));
  return [
    span(`${left}${horizontal}`, style),
    ...title,
    span(horizontal.repeat(line), style),
    ...(showsNote ? [span(' '), ...note, span(' ')] : []),
    span(`${horizontal}${right}`, style),
  ];
}

function thumbOf({ scroll, place }: Box): { from: number; to: number } | undefined {
  if (scroll === undefined || scroll.count <= scroll.height) return undefined;
  const rows = place.height - 2;
  const size = Math.max(1, Math.round((scroll.height / scroll.count) * rows));
  const from = Math.round((scroll.top / (scroll.count - scroll.height)) * (rows - size));
  return { from, to: from + size };
}
