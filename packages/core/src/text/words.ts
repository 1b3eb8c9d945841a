const MARKS = /\p{Mn}/gu;
const WORD = /[\p{L}\p{N}\p{Co}]+/gu;

/**
 * The words of a text as they are compared: without case, accents and punctuation, a space around each, so
 * that a word or several side by side are found as a plain part. The same words as FTS5's `unicode61`. What every
 * store searches by, so that a copy finds what its owner finds.
 */
export function wordsOf(text: string): string {
  const words = text.normalize('NFD').replace(MARKS, '').toLowerCase().match(WORD);
  return words === null ? '' : ` ${words.join(' ')} `;
}
