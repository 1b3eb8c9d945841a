import { glyphsOf } from './cells.js';
import type { Line } from './line.js';
import type { StyleName } from './theme.js';

export type Highlight = 'none' | 'selected' | 'remembered';

export interface Cell {
  /** Empty: the second column of the wide character before it. */
  text: string;
  style: StyleName;
  highlight: Highlight;
}

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

const BLANK: Cell = { text: ' ', style: 'text', highlight: 'none' };

/** Signs that our own texts have in them. */
const ASCII: Readonly<Record<string, string>> = { '…': '~', '×': 'x', '·': '-', '▚': '#' };

function asciiOf(text: string): string {
  return text <= '~' ? text : (ASCII[text] ?? '?');
}

/** A frame in the making. Nothing that is put on it can reach beyond the place it was put in. */
export class Canvas {
  readonly rows: Cell[][];

  constructor(
    readonly width: number,
    readonly height: number,
    /** A C locale has no other letters than ASCII. */
    private readonly onlyAscii = false,
  ) {
    this.rows = Array.from({ length: height }, () => new Array<Cell>(width).fill(BLANK));
  }

  /** Puts a line into `width` columns from here, and blanks what it leaves of them. */
  put(place: { x: number; y: number; width: number; highlight?: Highlight }, line: Line): void {
    const row = this.rows[place.y];
    if (row === undefined) return;
    const highlight = place.highlight ?? 'none';
    const end = Math.min(this.width, place.x + place.width);
    let x = place.x;
    // Half of a wide character that lay here would push the rest of the row out of its place.
    if (row[x]?.text === '' && x > 0) row[x - 1] = BLANK;
    if (row[end]?.text === '') row[end] = BLANK;
    let style: StyleName = 'text';
    for (const part of line) {
      style = part.style;
      for (const glyph of glyphsOf(part.text)) {
        if (x + glyph.width > end) break;
        row[x] = { text: this.onlyAscii ? asciiOf(glyph.text) : glyph.text, style, highlight };
        if (glyph.width === 2) row[x + 1] = { text: this.onlyAscii ? ' ' : '', style, highlight };
        x += glyph.width;
      }
    }
    for (; x < end; x += 1) row[x] = { text: ' ', style: 'text', highlight };
  }

  /** The frame as text, a line a row. */
  toString(): string {
    return this.rows.map((row) => row.map(({ text }) => text).join('')).join('\n');
  }
}
