import { z } from 'zod';
import { resolveExisting } from '../workspace/resolve-path.js';
import type { Workspace } from '../workspace/workspace.js';
import { defineTool } from './define-tool.js';
import { pathArgument } from './path-argument.js';
import {
  linesOf,
  type SearchMatch,
  type SearchRequest,
  type SearchResult,
  searchFiles,
} from './search-files.js';
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
    const quick = await searchWithRipgrep(request);
    return { text: shown(quick ? await confirmed(context.workspace, quick) : await searchFiles(request)) };
  },
});

/**
 * ripgrep goes by names: it does not know what is hidden from tools, and a link can be swapped in
 * while it runs. So it only says where to look; what is shown is read again with every check.
 */
async function confirmed(workspace: Workspace, found: SearchResult): Promise<SearchResult> {
  const files = new Map<string, string[]>();
  const matches: SearchMatch[] = [];
  for (const { path, line } of found.matches) {
    const lines = files.get(path) ?? (await linesOf(workspace, path));
    files.set(path, lines);
    const text = lines[line - 1];
    if (text !== undefined) matches.push({ path, line, text });
  }
  return { ...found, matches };
}

function shown(result: SearchResult): string {
  const lines = result.matches.map((match) => {
    const text =
      match.text.length > MAX_LINE ? `${match.text.slice(0, MAX_LINE).toWellFormed()}…` : match.text;
    return `${match.path}:${match.line}: ${text}`;
  });
  if (result.note) lines.push(`[${result.note}]`);
  return lines.length > 0 ? lines.join('\n') : 'Nothing found.';
}
