/** Rows of fields of a CSV text as RFC 4180 has it: quotes, doubled quotes, commas and line ends inside quotes. */
export function parseCsv(text) {
  throw new Error('parseCsv is still to be written');
}

/** Items by the key that `keyOf` gives, in the order they came. */
export function groupBy(items, keyOf) {
  throw new Error('groupBy is still to be written');
}
