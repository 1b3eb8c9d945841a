import { z } from 'zod';
import { globPattern } from '../workspace/glob-pattern.js';
import { resolveFolder } from '../workspace/resolve-path.js';
import { walkFiles } from '../workspace/walk-files.js';
import { defineTool } from './define-tool.js';
import { pathArgument } from './path-argument.js';

const MAX_LISTED = 500;
const MAX_LOOKED_AT = 50_000;

export const listFiles = defineTool({
  name: 'list_files',
  description:
    'Lists files and folders of the workspace. Folders end in "/", links in "@". Folders of tools such as ' +
    `node_modules are named but not entered; name one as path to look inside. At most ${MAX_LISTED} entries.`,
  schema: z.strictObject({
    path: pathArgument.default('.').describe('The folder to list. Default: the whole workspace.'),
    glob: z
      .string()
      .max(200)
      .optional()
      .describe('Only files that match, such as "*.ts" or "src/**/*.test.ts".'),
    depth: z.int().min(1).max(20).default(20).describe('1 lists only what lies directly in the folder.'),
  }),
  describe: (input) => `list_files ${input.path}${input.glob ? ` ${input.glob}` : ''}`,
  async run(input, context) {
    const folder = await resolveFolder(context.workspace, input.path);
    const wanted = input.glob === undefined ? undefined : globPattern(input.glob);
    const shown: string[] = [];
    const limits = { depth: input.depth, entries: MAX_LOOKED_AT, signal: context.signal };
    for await (const entry of walkFiles(folder, limits)) {
      if (wanted && (entry.kind !== 'file' || !wanted(entry.relative))) continue;
      if (shown.length === MAX_LISTED) {
        shown.push(`[more than ${MAX_LISTED}: list a folder below, or use a narrower glob]`);
        break;
      }
      shown.push(entry.relative + (entry.kind === 'folder' ? '/' : entry.kind === 'link' ? '@' : ''));
    }
    return { text: shown.length > 0 ? shown.join('\n') : 'Nothing found.' };
  },
});
