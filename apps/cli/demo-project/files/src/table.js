/** Rows of text as aligned columns, two spaces between them, numbers to the right, no spaces at line ends. */
export function renderTable(rows) {
  throw new Error('renderTable is still to be written');
}
