/** A block of code of a Markdown file that says which file it is taken from. */
export interface TakenSnippet {
  /** As written: relative to the root of the repository. */
  from: string;
  /** Of the block in its Markdown file, from 1. */
  line: number;
  code: string;
}

const MARKED = /^<!-- from (\S+) -->\n+```\w+\n([\s\S]*?)^```$/gm;

/** The blocks that follow a line `<!-- from examples/basic-usage/readme.ts -->`. */
export function takenSnippets(markdown: string): TakenSnippet[] {
  return [...markdown.matchAll(MARKED)].map(({ 1: from = '', 2: code = '', index }) => ({
    from,
    line: markdown.slice(0, index).split('\n').length,
    code,
  }));
}

/**
 * The first paragraph of a snippet (what stands between empty lines) that is not in the file, behind the one before.
 * A snippet may leave out what a reader need not see, and how far it is indented, but says nothing that the file does not.
 */
export function missingParagraph(snippet: string, file: string): string | undefined {
  const lines = file.split('\n').map((line) => line.trim());
  let from = 0;
  for (const paragraph of snippet.trim().split(/\n\s*\n/)) {
    const wanted = paragraph.split('\n').map((line) => line.trim());
    const at = lines.findIndex(
      (_, index) => index >= from && wanted.every((line, offset) => lines[index + offset] === line),
    );
    if (at < 0) return paragraph;
    from = at + wanted.length;
  }
  return undefined;
}
