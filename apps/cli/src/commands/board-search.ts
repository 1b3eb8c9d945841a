import { MAX_PAGE } from '@agentcoord/core';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { openBoard } from '../input/open-board.js';
import { wholeNumber } from '../input/parse.js';
import { renderFound } from '../output/board-text.js';
import { plain } from '../output/plain.js';

interface SearchOptions {
  limit?: string;
}

export const define: DefineCommand = (command, handle) => {
  command
    .description('Posts that have all the words, best first; replies too.')
    .argument('<words...>', 'words, whatever their case')
    .option('--limit <n>', `at most this many (default 50, up to ${MAX_PAGE})`)
    .action(handle(search));
};

async function search(call: CommandCall<SearchOptions>, words: string[]): Promise<CommandResult> {
  const { limit } = call.options;
  const found = await (await openBoard(call)).search(
    words.join(' '),
    limit === undefined ? {} : { limit: wholeNumber(limit, '--limit', 1, MAX_PAGE) },
  );
  return {
    data: found,
    text: async () => {
      const covered = found.complete ? [] : [plain`(only the newest ${found.examined} posts were searched)`];
      const table = found.posts.length === 0 ? 'Nothing found.' : await renderFound(found.posts, call.paint);
      return [table, ...covered].join('\n');
    },
  };
}
