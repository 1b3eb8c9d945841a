import { safe } from './plain.js';

export interface Column<Row> {
  title: string;
  /** The cell's text; made safe for a terminal here. */
  cell: (row: Row) => string | number | undefined;
  align?: 'left' | 'right';
  /** Longer cells are cut, with an ellipsis. */
  maxWidth?: number;
  /** Colours the finished cell. */
  paint?: (text: string, row: Row) => string;
}

/** Rows as aligned columns without a frame, easy to read and to cut with awk. */
export async function renderTable<Row>(
  rows: readonly Row[],
  columns: ReadonlyArray<Column<Row>>,
  heading: (text: string) => string,
): Promise<string> {
  const cells = rows.map((row) => columns.map((column) => safe(column.cell(row))));
  const measure = await measureFor(cells);
  const shown = cells.map((line) => line.map((text, index) => cut(text, columns[index]?.maxWidth, measure)));
  const widths = columns.map((column, index) =>
    Math.max(column.title.length, ...shown.map((line) => measure(line[index] ?? ''))),
  );
  const head = columns
    .map((column, index) => pad(column.title, widths[index] ?? 0, column.align, measure))
    .join('  ');
  const body = rows.map((row, rowIndex) => {
    const parts = columns.map((column, index) => {
      const width = index === columns.length - 1 ? 0 : (widths[index] ?? 0);
      const padded = pad(shown[rowIndex]?.[index] ?? '', width, column.align, measure);
      return column.paint ? column.paint(padded, row) : padded;
    });
    return parts.join('  ').trimEnd();
  });
  return [heading(head.trimEnd()), ...body].join('\n');
}

type Measure = (text: string) => number;

/** string-width takes 15 ms to load (Intl.Segmenter); most tables are plain ASCII and need none of it. */
async function measureFor(cells: string[][]): Promise<Measure> {
  const isAscii = cells.every((line) => line.every((text) => /^[\u0020-\u007e]*$/.test(text)));
  if (isAscii) return (text) => text.length;
  const { default: stringWidth } = await import('string-width');
  return stringWidth;
}

function pad(text: string, width: number, align: 'left' | 'right' | undefined, measure: Measure): string {
  const missing = ' '.repeat(Math.max(0, width - measure(text)));
  return align === 'right' ? missing + text : text + missing;
}

function cut(text: string, maxWidth: number | undefined, measure: Measure): string {
  if (maxWidth === undefined || measure(text) <= maxWidth) return text;
  let kept = '';
  for (const character of text) {
    if (measure(kept + character) > maxWidth - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
