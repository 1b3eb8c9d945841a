import { z } from 'zod';
import { protectionOf } from '../workspace/protected-paths.js';
import { resolveExisting } from '../workspace/resolve-path.js';
import { defineTool } from './define-tool.js';
import { pathArgument } from './path-argument.js';
import { type SearchRequest, type SearchResult, searchFiles } from './search-files.js';
import { searchWithRipgrep } from './search-ripgrep.js';

const MAX_MATCHES = 200;
const MAX_LINE = 300;

export const search = defineTool({
  name: 'search',
  description:
    'Finds text in the files of the workspace and answers with "path:line: text". The pattern is plain text ' +
    `unless regex is true. At most ${MAX_MATCHES} matches. Folders of tools such as node_modules are left out.`,
  schema: z.strictObject({
    pattern: z.string().min(1).max(1000),
    regex: z
      .boolean()
      .default(false)
      .describe('Take the pattern as a regular expression, matched line by line.'),
    ignore_case: z.boolean().default(false),
    path: pathArgument.default('.').describe('A folder or file to search in. Default: the whole workspace.'),
    glob: z.string().max(200).optional().describe('Only files that match, such as "*.ts".'),
  }),
  describe: (input) => `search ${JSON.stringify(input.pattern)}`,
  async run(input, context) {
    const within = await resolveExisting(context.workspace, input.path);
    const request: SearchRequest = {
      workspace: context.workspace,
      within,
      pattern: input.pattern,
      isRegex: input.regex,
      ignoreCase: input.ignore_case,
      glob: input.glob,
      maxMatches: MAX_MATCHES,
      signal: context.signal,
    };
    return { text: shown((await searchWithRipgrep(request)) ?? (await searchFiles(request))) };
  },
});

function shown(result: SearchResult): string {
  // ripgrep does not know our protected paths: what it found there is dropped here.
  const visible = result.matches.filter((match) => protectionOf(match.path.split('/')).level !== 'hidden');
  const lines = visible.map((match) => {
    const text =
      match.text.length > MAX_LINE ? `${match.text.slice(0, MAX_LINE).toWellFormed()}…` : match.text;
    return `${match.path}:${match.line}: ${text}`;
  });
  if (result.note) lines.push(`[${result.note}]`);
  return lines.length > 0 ? lines.join('\n') : 'Nothing found.';
}
