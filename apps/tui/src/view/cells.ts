import { printable } from '@agentcoord/core';
import stringWidth from 'string-width';

/** One or two columns of the screen. */
export interface Glyph {
  text: string;
  width: 1 | 2;
}

const ASCII = /^[\x20-\x7e]*$/;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const known = new Map<string, Glyph>();
const MOST_KNOWN = 5_000;

/**
 * Text of anybody as columns that every terminal counts alike: control, bidirectional and zero-width characters are
 * gone, and an emoji, whose width no two terminals agree on, is one `▫`. A frame that is built of these is whole.
 */
export function glyphsOf(text: string): Glyph[] {
  if (ASCII.test(text)) return [...text].map(asciiGlyph);
  const clean = printable(text, { singleLine: true }).normalize('NFC');
  const found: Glyph[] = [];
  for (const { segment } of graphemes.segment(clean)) {
    const glyph = glyphOf(segment);
    if (glyph) found.push(glyph);
  }
  return found;
}

/** How many columns a text takes. */
export function columnsOf(text: string): number {
  if (ASCII.test(text)) return text.length;
  return glyphsOf(text).reduce((sum, { width }) => sum + width, 0);
}

/** The end of a text that fits into so many columns. Each sign is measured once, however long the text is. */
export function endThatFits(text: string, width: number): string {
  const glyphs = glyphsOf(text);
  let used = 0;
  let from = glyphs.length;
  for (; from > 0; from -= 1) {
    used += glyphs[from - 1]?.width ?? 1;
    if (used > width) break;
  }
  return glyphs
    .slice(from)
    .map((glyph) => glyph.text)
    .join('');
}

function asciiGlyph(text: string): Glyph {
  return { text, width: 1 };
}

function glyphOf(segment: string): Glyph | undefined {
  const before = known.get(segment);
  if (before) return before;
  const glyph = measure(segment);
  if (known.size >= MOST_KNOWN) known.clear();
  if (glyph) known.set(segment, glyph);
  return glyph;
}

const EMOJI = /\p{Emoji_Presentation}|\p{Extended_Pictographic}|\p{Regional_Indicator}|\ufe0f/u;
/**
 * Letters of Europe, punctuation, arrows, boxes, blocks and shapes: one column in every terminal. Known without asking
 * string-width, whose expressions take 50 ms to compile: longer than all the rest of the first frame.
 */
const NARROW =
  /^[\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0377\u037b-\u037f\u0384-\u038a\u038e-\u03a1\u03a3-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u21ff\u2500-\u25fc\u2713\u2714\u2717]$/;
/** Wide in Unicode and in blessed alike; others that claim two columns are drawn as one mark. */
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4c6\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]$/;
const MARKED = /^(\P{M})(\p{Mn}{1,2})$/u;

function measure(segment: string): Glyph | undefined {
  if (NARROW.test(segment)) return { text: segment, width: 1 };
  if (EMOJI.test(segment)) return { text: '▫', width: 1 };
  if (WIDE.test(segment)) return { text: segment, width: 2 };
  const base = MARKED.exec(segment)?.[1] ?? segment;
  const isOne = [...base].length === 1 && !WIDE.test(base) && stringWidth(base) === 1;
  if (isOne) return { text: segment, width: 1 };
  // More marks than a letter has are there to break a screen; a mark without a letter has no place.
  const [first = ''] = segment;
  if (/\p{M}/u.test(first) || stringWidth(first) === 0) return undefined;
  return stringWidth(first) === 1 ? { text: first, width: 1 } : { text: '▫', width: 1 };
}
