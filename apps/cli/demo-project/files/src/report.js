/** A table of the most frequent words in one column of a CSV text with a header line. */
export function wordReport(csv, column, limit = 3) {
  throw new Error('wordReport is still to be written');
}
