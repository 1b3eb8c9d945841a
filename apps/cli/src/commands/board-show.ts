import { MAX_PAGE } from '@agentcoord/core';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { findThread } from '../input/find-thread.js';
import { openBoard } from '../input/open-board.js';
import { wholeNumber } from '../input/parse.js';
import { renderThread } from '../output/board-text.js';
import { plain } from '../output/plain.js';

interface ShowOptions {
  limit?: string;
  cursor?: string;
}

export const define: DefineCommand = (command, handle) => {
  command
    .description('A thread with its posts, in the order of the store.')
    .argument('<thread>', 'the id, or its beginning or end')
    .option('--limit <n>', `at most this many posts (default 100, up to ${MAX_PAGE})`)
    .option('--cursor <cursor>', 'go on where the page before ended')
    .action(handle(showThread));
};

async function showThread(call: CommandCall<ShowOptions>, thread: string): Promise<CommandResult> {
  const { limit, cursor } = call.options;
  const board = await openBoard(call);
  const shown = await board.show(await findThread(board, thread), {
    ...(limit === undefined ? {} : { limit: wholeNumber(limit, '--limit', 1, MAX_PAGE) }),
    ...(cursor ? { cursor } : {}),
  });
  return {
    data: shown,
    text: () => {
      const more = shown.cursor ? [plain`\n(there are more: --cursor ${shown.cursor})`] : [];
      return [renderThread(shown.thread, shown.posts, call.paint), ...more].join('\n');
    },
  };
}
