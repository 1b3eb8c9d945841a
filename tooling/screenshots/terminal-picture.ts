import type { IBufferCell, Terminal } from '@xterm/headless';
import { colourOf } from './palette.js';

const CELL = { width: 8.4, height: 18 };
const EDGE = 14;
const PAGE = '#12141b';
const INK = '#d7dae0';
const FONT = "'JetBrains Mono','DejaVu Sans Mono',Menlo,Consolas,monospace";

interface Run {
  column: number;
  text: string;
  style: Style;
}

interface Style {
  foreground: string;
  background: string | undefined;
  bold: boolean;
}

/** What a terminal shows, as an SVG that stays sharp at any size; the text in it can be selected and searched. */
export function terminalPicture(terminal: Terminal, title: string): string {
  const { cols, rows } = terminal;
  const [width, height] = [cols * CELL.width + 2 * EDGE, rows * CELL.height + 2 * EDGE];
  const lines = Array.from({ length: rows }, (_, row) => lineOf(terminal, row));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" rx="10" fill="${PAGE}"/>`,
    `<g font-family="${FONT}" font-size="14">`,
    ...lines,
    '</g></svg>',
    '',
  ].join('\n');
}

function lineOf(terminal: Terminal, row: number): string {
  const y = EDGE + row * CELL.height;
  return runsOf(terminal, row)
    .map(({ column, text, style }) => {
      const x = (EDGE + column * CELL.width).toFixed(1);
      const width = ([...text].length * CELL.width).toFixed(1);
      const back =
        style.background === undefined
          ? ''
          : `<rect x="${x}" y="${y}" width="${width}" height="${CELL.height}" fill="${style.background}"/>`;
      if (text.trim() === '') return back;
      const bold = style.bold ? ' font-weight="bold"' : '';
      // The width is said, so that cells stand below each other in whatever font there is.
      return `${back}<text x="${x}" y="${y + 14}" textLength="${width}" lengthAdjust="spacingAndGlyphs" fill="${style.foreground}"${bold}>${escaped(unfolded(text))}</text>`;
    })
    .join('');
}

/** Neighbours that look alike, as one. */
function runsOf(terminal: Terminal, row: number): Run[] {
  const { active } = terminal.buffer;
  const line = active.getLine(active.baseY + row);
  const runs: Run[] = [];
  for (let column = 0; column < terminal.cols; column += 1) {
    const cell = line?.getCell(column);
    if (cell === undefined || cell.getWidth() === 0) continue;
    const style = styleOf(cell);
    const text = cell.getChars() || ' ';
    const last = runs.at(-1);
    if (last !== undefined && isSame(last.style, style)) last.text += text;
    else runs.push({ column, text, style });
  }
  return runs;
}

function styleOf(cell: IBufferCell): Style {
  const foreground = cell.isFgDefault() ? INK : colourOf(cell.getFgColor());
  const background = cell.isBgDefault() ? undefined : colourOf(cell.getBgColor());
  const bold = cell.isBold() !== 0;
  return cell.isInverse() !== 0
    ? { foreground: background ?? PAGE, background: foreground, bold }
    : { foreground, background, bold };
}

function isSame(a: Style, b: Style): boolean {
  return a.foreground === b.foreground && a.background === b.background && a.bold === b.bold;
}

function escaped(text: string): string {
  // A blank that does not fold, so that the text is as long as is said.
  return text
    .replaceAll(' ', '\u00a0')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** Blanks that do not fold, so that the text is as long as is said. */
function unfolded(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}
