import { fit, type Line, type Span, span } from './line.js';

/** How a cell says what it needs: its width in columns, or that it takes what is left. */
export interface Column<Item> {
  title: string;
  width: number | 'rest';
  align?: 'left' | 'right';
  /** Left out in panes that are narrower inside. */
  from?: number;
  cell: (item: Item, paint: CellPaint) => Span;
}

/** What a cell may need to know besides its item. */
export interface CellPaint {
  now: number;
  glyph: (state: string) => string;
  branch: (agent: { depth: number; isLast: boolean; goesOn: readonly boolean[] }) => string;
  meter: (share: number, width: number) => string;
}

interface Placed<Item> {
  column: Column<Item>;
  width: number;
}

/** The columns that a width has room for, one blank between two. */
export function placeColumns<Item>(columns: ReadonlyArray<Column<Item>>, width: number): Array<Placed<Item>> {
  const shown = columns.filter(({ from = 0 }) => width >= from);
  const fixed = shown.reduce((sum, column) => sum + (column.width === 'rest' ? 0 : column.width), 0);
  const rest = Math.max(4, width - fixed - (shown.length - 1));
  return shown.map((column) => ({ column, width: column.width === 'rest' ? rest : column.width }));
}

export function headingLine<Item>(placed: ReadonlyArray<Placed<Item>>): Line {
  return placed.flatMap(({ column, width }, index) => [
    ...(index === 0 ? [] : [span(' ')]),
    span(fit(column.title, width, { align: column.align }), 'faint'),
  ]);
}

export function rowLine<Item>(
  placed: ReadonlyArray<Placed<Item>>,
  item: Item,
  paint: CellPaint,
  ellipsis: string,
): Line {
  return placed.flatMap(({ column, width }, index) => {
    const { text, style } = column.cell(item, paint);
    const cell = span(fit(text, width, { align: column.align, ellipsis }), style);
    return index === 0 ? [cell] : [span(' '), cell];
  });
}
