/** What moves, hides or reorders text on a terminal. By code, so that it does not agree with the sanitiser by using the same classes. */
export function harmful(text: string): string[] {
  return [...text].filter((character) => {
    const code = character.codePointAt(0) ?? 0;
    const isControl = (code < 0x20 && code !== 9 && code !== 10) || (code >= 0x7f && code <= 0x9f);
    const isBidi =
      code === 0x61c ||
      code === 0x200e ||
      code === 0x200f ||
      (code >= 0x202a && code <= 0x202e) ||
      (code >= 0x2066 && code <= 0x2069);
    const isInvisible =
      (code >= 0x200b && code <= 0x200d) || code === 0x2060 || code === 0xfeff || code === 0xad;
    return isControl || isBidi || isInvisible || (code >= 0xe0000 && code <= 0xe0fff);
  });
}
