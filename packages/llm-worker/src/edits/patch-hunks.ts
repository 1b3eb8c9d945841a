/** One `@@` part of a unified diff. */
export interface Hunk {
  /** The line it says it begins at, from 1; left out where it does not say. */
  line: number | undefined;
  before: string[];
  after: string[];
}

const HEADER = /^@@(?: -(\d+)(?:,\d+)? \+\d+(?:,\d+)? @@)?/;
const FILE_HEADER = /^(diff --git |Index: |--- |\+\+\+ )/;

/**
 * Reads the hunks of a unified diff of one file. The counts of a header are not believed: models get them
 * wrong, and the lines say it themselves.
 * @throws a sentence of what is wrong, as an `Error`.
 */
export function readHunks(patch: string): Hunk[] {
  const hunks: Hunk[] = [];
  for (const [index, line] of linesOf(patch).entries()) {
    const header = HEADER.exec(line);
    const hunk = hunks.at(-1);
    if (header)
      hunks.push({ line: header[1] === undefined ? undefined : Number(header[1]), before: [], after: [] });
    else if (hunk) addLine(hunk, line, index + 1);
    else if (
      line.trim() !== '' &&
      !FILE_HEADER.test(line) &&
      !/^(index|new file|old mode|new mode) /.test(line)
    )
      throw new Error(`line ${index + 1} of the patch comes before the first "@@"`);
  }
  if (hunks.length === 0) throw new Error('the patch has no hunk that begins with "@@"');
  return hunks;
}

function linesOf(patch: string): string[] {
  const lines = patch.split('\n').map((line) => line.replace(/\r$/, ''));
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

function addLine(hunk: Hunk, line: string, number: number): void {
  const text = line.slice(1);
  if (line.startsWith('diff --git '))
    throw new Error('the patch is for several files; give each its own call');
  // An empty line of context often loses its space on the way.
  if (line === '' || line.startsWith(' ')) {
    hunk.before.push(text);
    hunk.after.push(text);
  } else if (line.startsWith('-')) hunk.before.push(text);
  else if (line.startsWith('+')) hunk.after.push(text);
  else if (!line.startsWith('\\'))
    throw new Error(`line ${number} of the patch begins with none of " ", "-", "+"`);
}
