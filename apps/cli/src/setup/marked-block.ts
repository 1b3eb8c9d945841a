import { styleOf } from './text-style.js';

export interface Marks {
  begin: string;
  end: string;
}

/** A text with this block between these marks at its end, or in place of the one that is there. */
export function withBlock(text: string, marks: Marks, lines: readonly string[]): string {
  const { eol } = styleOf(text);
  const block = [marks.begin, ...lines, marks.end].join(eol);
  const found = findBlock(text, marks);
  if (found !== undefined) return text.slice(0, found.start) + block + text.slice(found.end);
  const bare = text.replace('\uFEFF', '');
  const gap = bare === '' ? '' : text.endsWith('\n') ? eol : eol + eol;
  return text + gap + block + eol;
}

export function withoutBlock(text: string, marks: Marks): string {
  const found = findBlock(text, marks);
  if (found === undefined) return text;
  // With the empty line before it and the end of its last line, which came with it.
  const before = text.slice(0, found.start).replace(/(\r?\n)\r?\n$/, '$1');
  return before + text.slice(found.end).replace(/^\r?\n/, '');
}

/** @throws where only one of the marks is there. */
function findBlock(text: string, { begin, end }: Marks): { start: number; end: number } | undefined {
  const start = text.indexOf(begin);
  const last = text.indexOf(end, Math.max(start, 0));
  if (start === -1 && last === -1) return undefined;
  if (start === -1 || last === -1)
    throw new Error(
      `only one of the lines ${begin} and ${end} is in it. Remove it, or put the other one back`,
    );
  return { start, end: last + end.length };
}
