import { columnsOf, type Glyph, glyphsOf } from './cells.js';
import type { StyleName } from './theme.js';

export interface Span {
  text: string;
  style: StyleName;
}

export type Line = readonly Span[];

export function span(text: string, style: StyleName = 'text'): Span {
  return { text, style };
}

export function widthOf(line: Line): number {
  return line.reduce((sum, { text }) => sum + columnsOf(text), 0);
}

/** Exactly this many columns: cut with an ellipsis, or filled. */
export function fit(text: string, width: number, { align = 'left', ellipsis = '…' } = {}): string {
  if (width <= 0) return '';
  const glyphs = glyphsOf(text);
  const columns = glyphs.reduce((sum, glyph) => sum + glyph.width, 0);
  if (columns <= width) {
    const padding = ' '.repeat(width - columns);
    const shown = joined(glyphs);
    return align === 'right' ? padding + shown : shown + padding;
  }
  let used = 0;
  let shown = '';
  for (const glyph of glyphs) {
    if (used + glyph.width > width - 1) break;
    used += glyph.width;
    shown += glyph.text;
  }
  return shown + ellipsis + ' '.repeat(width - used - 1);
}

/** Words broken into lines of at most this many columns; a word that is longer is cut into pieces. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    let used = 0;
    for (const word of paragraph.split(/[ \t]+/)) {
      const columns = columnsOf(word);
      if (used > 0 && used + 1 + columns <= width) {
        line += ` ${word}`;
        used += 1 + columns;
        continue;
      }
      if (used > 0) lines.push(line);
      const pieces = columns <= width ? [word] : piecesOf(word, width);
      lines.push(...pieces.slice(0, -1));
      line = pieces.at(-1) ?? '';
      used = columnsOf(line);
    }
    lines.push(line);
  }
  return lines;
}

function piecesOf(word: string, width: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const glyph of glyphsOf(word)) {
    if (used + glyph.width > width) {
      pieces.push(piece);
      piece = '';
      used = 0;
    }
    piece += glyph.text;
    used += glyph.width;
  }
  return [...pieces, piece];
}

function joined(glyphs: readonly Glyph[]): string {
  return glyphs.map(({ text }) => text).join('');
}
