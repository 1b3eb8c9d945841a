import type { CommandCall, DefineCommand } from '../command-context.js';
import { findThread } from '../input/find-thread.js';
import { openBoard } from '../input/open-board.js';
import { wholeNumber } from '../input/parse.js';
import { renderPost } from '../output/board-text.js';
import { plain } from '../output/plain.js';

interface WatchOptions {
  after?: string;
  thread?: string;
  to?: string;
}

export const define: DefineCommand = (command, handle) => {
  command
    .description('Every post as it comes. With --json: JSON Lines.')
    .option('--after <place>', 'also everything after this place on the board (0: all of it)')
    .option('--thread <thread>', 'only this thread')
    .option('--to <agent>', 'only what is addressed to this agent')
    .action(handle(watchBoard));
};

async function watchBoard(call: CommandCall<WatchOptions>): Promise<undefined> {
  const { after, thread, to } = call.options;
  const start = after === undefined ? undefined : wholeNumber(after, '--after', 0, Number.MAX_SAFE_INTEGER);
  const board = await openBoard(call);
  const posts = board.watch({
    signal: call.signal,
    ...(start === undefined ? {} : { after: start }),
    ...(thread === undefined ? {} : { thread: await findThread(board, thread) }),
    ...(to === undefined ? {} : { to }),
  });
  for await (const post of posts) {
    const place = post.kind === 'thread' ? plain`${post.thread}  ${post.title}` : plain`${post.thread}`;
    call.emit({ data: post, text: `${place}\n${renderPost(post, call.paint)}\n` });
  }
  return undefined;
}
