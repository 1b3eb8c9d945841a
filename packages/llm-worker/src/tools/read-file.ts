import { z } from 'zod';
import { textContent } from '../workspace/text-content.js';
import { defineTool } from './define-tool.js';
import { pathArgument } from './path-argument.js';

const MAX_LINES = 2000;
const MAX_BYTES = 64 * 1024;
const MAX_LINE = 2000;

export const readFile = defineTool({
  name: 'read_file',
  description:
    'Reads a text file. Each line comes with its number and a tab, which are not part of the file. ' +
    `At most ${MAX_LINES} lines or ${MAX_BYTES / 1024} KiB at once: read on with first_line.`,
  schema: z.strictObject({
    path: pathArgument,
    first_line: z.int().min(1).default(1).describe('The first line to show, counted from 1.'),
    last_line: z.int().min(1).optional().describe('The last line to show. Default: as many as fit.'),
  }),
  describe: (input) => `read_file ${input.path}`,
  async run(input, context) {
    const file = await context.edits.read(input.path);
    const lines = shownLines(textContent(input.path, file.content));
    if (lines.length === 0) return { text: `"${input.path}" is empty.` };
    if (input.first_line > lines.length) {
      return {
        text: `"${input.path}" has only ${lines.length} lines.`,
        isError: true,
        errorCode: 'invalid_argument',
      };
    }
    const shown: string[] = [];
    let bytes = 0;
    const last = Math.min(input.last_line ?? lines.length, lines.length, input.first_line + MAX_LINES - 1);
    for (let number = input.first_line; number <= last; number += 1) {
      const line = numbered(number, lines[number - 1] ?? '');
      bytes += Buffer.byteLength(line);
      if (bytes > MAX_BYTES && shown.length > 0) break;
      shown.push(line);
    }
    const end = input.first_line + shown.length - 1;
    if (end < lines.length) shown.push(`[lines ${input.first_line} to ${end} of ${lines.length}]`);
    return { text: shown.join('\n') };
  },
});

/** Without line ends: an edit may be given with "\n" whatever the file has. */
function shownLines(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function numbered(number: number, line: string): string {
  const shown =
    line.length > MAX_LINE
      ? `${line.slice(0, MAX_LINE)} [… ${line.length - MAX_LINE} characters more]`
      : line;
  return `${String(number).padStart(6)}\t${shown}`;
}
