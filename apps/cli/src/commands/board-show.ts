import type { Board, Delivery, Post } from '@agentcoord/board';
import { MAX_PAGE } from '@agentcoord/core';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { findThread } from '../input/find-thread.js';
import { openBoard } from '../input/open-board.js';
import { wholeNumber } from '../input/parse.js';
import { renderThread } from '../output/board-text.js';
import { plain } from '../output/plain.js';

interface ShowOptions {
  deliveries?: boolean;
  limit?: string;
  cursor?: string;
}

export const define: DefineCommand = (command, handle) => {
  command
    .description('A thread with its posts, in the order of the store.')
    .argument('<thread>', 'the id, or its beginning or end')
    .option('--deliveries', 'also who has each post, and who read or acknowledged it')
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
  const deliveries = call.options.deliveries ? await deliveriesOf(board, shown.posts) : {};
  return {
    data: call.options.deliveries ? { ...shown, deliveries } : shown,
    text: () => {
      const more = shown.cursor ? [plain`\n(there are more: --cursor ${shown.cursor})`] : [];
      return [renderThread({ ...shown, deliveries }, call.paint), ...more].join('\n');
    },
  };
}

/** By the id of the post. */
async function deliveriesOf(board: Board, posts: readonly Post[]): Promise<Record<string, Delivery[]>> {
  const addressed = posts.filter(({ to }) => to.length > 0);
  const receipts = await Promise.all(addressed.map(({ id }) => board.deliveries(id)));
  return Object.fromEntries(receipts.map(({ id, deliveries }) => [id, deliveries]));
}
