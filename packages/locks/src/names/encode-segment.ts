/** Controls, which no key may hold, and the escape sign itself, each with the marks that follow and would merge with an escape. */
const UNSAFE = /[\p{Cc}%]\p{M}*/gu;

/** Nothing to normalise and nothing to escape: as nearly all names are. */
const PLAIN = /^[\w.-]*$/;

/**
 * One name of a path as one segment of a key, reversibly: NFC, controls and `%` as percent-encoded
 * UTF-8. Names that differ by more than their Unicode normalisation never get the same segment.
 */
export function encodeSegment(name: string): string {
  if (PLAIN.test(name)) return name;
  return asStored(name).normalize('NFC').replace(UNSAFE, percentBytes);
}

/** A lone surrogate reaches the disk as U+FFFD: both spellings are one file. */
function asStored(name: string): string {
  return Buffer.from(name, 'utf8').toString('utf8');
}

function percentBytes(text: string): string {
  return [...Buffer.from(text, 'utf8')]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}
