/** The size of a text once it is part of a JSON record. */
export function jsonBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}

/**
 * The text, or its beginning and its end with a note of what lies between, in at most `maxBytes` of
 * JSON (a control character takes six there). The beginning of an output says what ran, the end what went wrong.
 */
export function shortenMiddle(text: string, maxBytes: number): string {
  if (jsonBytes(text) <= maxBytes) return text;
  let keep = Math.min(text.length, maxBytes);
  for (;;) {
    const head = text.slice(0, Math.floor(keep / 2)).toWellFormed();
    const tail = text.slice(text.length - Math.floor(keep / 2)).toWellFormed();
    const shortened = `${head}\n[… ${text.length - 2 * Math.floor(keep / 2)} characters left out …]\n${tail}`;
    if (jsonBytes(shortened) <= maxBytes || keep < 2) return shortened;
    keep = Math.floor(keep * 0.8);
  }
}
