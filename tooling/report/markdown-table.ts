export type Cell = string | number | boolean | undefined;
export type Row = Record<string, Cell>;

/** A Markdown table of the rows; its columns are all their keys, in order of first appearance. */
export function markdownTable(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const body = rows.map((row) => line(columns.map((column) => formatCell(row[column]))));
  return [line(columns), line(columns.map(() => '---')), ...body].join('\n');
}

function formatCell(cell: Cell): string {
  if (cell === undefined) return '';
  if (typeof cell === 'number') return formatNumber(cell);
  return String(cell).replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function formatNumber(value: number): string {
  const digits = Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : 2;
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}
