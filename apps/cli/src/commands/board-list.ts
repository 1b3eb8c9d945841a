import { type ListThreads, PRIORITIES } from '@agentcoord/board';
import { checkOneOf, MAX_PAGE } from '@agentcoord/core';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { openBoard } from '../input/open-board.js';
import { wholeNumber } from '../input/parse.js';
import { renderThreads } from '../output/board-text.js';
import { plain } from '../output/plain.js';

interface ListOptions {
  state?: string;
  priority?: string;
  by?: string;
  tag?: string;
  limit?: string;
  cursor?: string;
}

const DEFAULT_LIMIT = 50;

export const define: DefineCommand = (command, handle) => {
  command
    .option('--state <state>', 'open (default), resolved or all')
    .option('--priority <priority>', `only this one: ${PRIORITIES.join(', ')}`)
    .option('--by <agent>', 'only threads this agent opened')
    .option('--tag <tag>', 'only threads with this tag')
    .option('--limit <n>', `at most this many (default ${DEFAULT_LIMIT}, up to ${MAX_PAGE})`)
    .option('--cursor <cursor>', 'go on where the list before ended')
    .action(handle(listThreads));
};

async function listThreads(call: CommandCall<ListOptions>): Promise<CommandResult> {
  const { limit, cursor, tag, by, priority } = call.options;
  const state = checkOneOf(call.options.state ?? 'open', '--state', ['open', 'resolved', 'all']);
  const filter: ListThreads = {
    ...(state === 'all' ? {} : { state }),
    ...(priority ? { priority: checkOneOf(priority, '--priority', PRIORITIES) } : {}),
    ...(by ? { author: by } : {}),
    ...(tag ? { tag } : {}),
    ...(cursor ? { cursor } : {}),
    limit: limit === undefined ? DEFAULT_LIMIT : wholeNumber(limit, '--limit', 1, MAX_PAGE),
  };
  const page = await (await openBoard(call)).list(filter);
  return {
    data: page,
    text: async () => {
      if (page.threads.length === 0) return state === 'all' ? 'No threads.' : plain`No ${state} threads.`;
      const more = page.cursor ? [plain`(there are more: --cursor ${page.cursor})`] : [];
      return [await renderThreads(page.threads, call.paint), ...more].join('\n');
    },
  };
}
