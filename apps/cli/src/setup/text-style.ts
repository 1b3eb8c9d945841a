/** How a text is written, for what is put into it to look the same. */
export interface TextStyle {
  eol: string;
  /** One step of indentation. */
  indent: string;
}

export function styleOf(text: string): TextStyle {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const [, indent = '  '] = /\n([ \t]+)\S/.exec(text) ?? [];
  return { eol, indent };
}

/** The whitespace that the line of this place begins with. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
}
