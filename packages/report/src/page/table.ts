import { type Child, type Html, html } from './html.js';
import { grouped } from './words.js';

export interface Column<Row> {
  title: string;
  cell: (row: Row) => Child;
  /** Figures stand at the right, so that their digits stand below each other. */
  isNumber?: boolean;
}

/** More rows than this make a page that no browser scrolls well. */
const MAX_ROWS = 2_000;

/** A table with a caption for who hears the page; says how many rows it leaves out. Scrolls by itself where it is too wide. */
export function table<Row>(rows: readonly Row[], columns: ReadonlyArray<Column<Row>>, caption: string): Html {
  const shown = rows.slice(0, MAX_ROWS);
  const head = columns.map(
    ({ title, isNumber }) => html`<th scope="col"${attribute(isNumber)}>${title}</th>`,
  );
  const body = shown.map(
    (row) => html`<tr>${columns.map((column, index) => cellOf(row, column, index))}</tr>`,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table>
<caption class="unseen">${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>${body}</tbody>
</table></div>${rows.length > shown.length ? html`<p class="note">The first ${grouped(MAX_ROWS)} of ${grouped(rows.length)} are shown; figures count all.</p>` : undefined}`;
}

function cellOf<Row>(row: Row, { cell, isNumber }: Column<Row>, index: number): Html {
  return index === 0
    ? html`<th scope="row"${attribute(isNumber)}>${cell(row)}</th>`
    : html`<td${attribute(isNumber)}>${cell(row)}</td>`;
}

function attribute(isNumber: boolean | undefined): Html | undefined {
  return isNumber ? html` class="number"` : undefined;
}
