import type { Board, InboxPage } from '@agentcoord/board';
import { AgentCoordError, MAX_PAGE } from '@agentcoord/core';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { openBoard } from '../input/open-board.js';
import { collect, wholeNumber } from '../input/parse.js';
import { renderInboxMessage } from '../output/board-text.js';
import { plain } from '../output/plain.js';

interface InboxOptions {
  of?: string;
  peek?: boolean;
  read?: boolean;
  acknowledge?: string[];
  limit?: string;
  after?: string;
}

export const define: DefineCommand = (command, handle) => {
  command
    .description('What is unread for the agent who acts, and what awaits an acknowledgement.')
    .option('--read', 'mark what is shown as read')
    .option(
      '--acknowledge <id>',
      'answer a message that asks for it; the end of its id will do (repeatable)',
      collect,
    )
    .option('--peek', 'only look: nothing counts as delivered')
    .option('--of <agent>', "look into another agent's inbox; implies --peek")
    .option('--limit <n>', `at most this many unread messages (default 50, up to ${MAX_PAGE})`)
    .option('--after <place>', 'go on where the page before ended')
    .action(handle(showInbox));
};

async function showInbox(call: CommandCall<InboxOptions>): Promise<CommandResult> {
  const { of, limit, after, acknowledge } = call.options;
  const peek = call.options.peek === true || (of !== undefined && of !== call.actor);
  if (peek && (call.options.read || acknowledge)) throw onlyLooking();
  const board = await openBoard(call);
  const acknowledged = await acknowledgeAll(board, acknowledge ?? []);
  const page = await board.inbox({
    peek,
    ...(of === undefined ? {} : { agent: of }),
    ...(limit === undefined ? {} : { limit: wholeNumber(limit, '--limit', 1, MAX_PAGE) }),
    ...(after === undefined ? {} : { after: wholeNumber(after, '--after', 0, Number.MAX_SAFE_INTEGER) }),
  });
  if (call.options.read) await board.markRead({ upTo: page.through });
  return { data: { ...page, acknowledged }, text: () => describe(page, acknowledged, call) };
}

function describe(page: InboxPage, acknowledged: readonly string[], call: CommandCall): string {
  const done = acknowledged.map((id) => plain`Acknowledged ${id}.`);
  const messages = page.messages.map((message) => renderInboxMessage(message, call.paint));
  const shown = messages.length === 0 ? plain`Nothing new for ${page.agent}.` : messages.join('\n\n');
  const more = page.more ? [plain`(there are more: --after ${page.through})`] : [];
  return [...done, shown, ...more].join('\n');
}

async function acknowledgeAll(board: Board, parts: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const part of parts) {
    const id = await idOf(board, part);
    await board.acknowledge(id);
    ids.push(id);
  }
  return ids;
}

/** An id, or the end of one that lies in the inbox and asks for it. */
async function idOf(board: Board, part: string): Promise<string> {
  const { messages } = await board.inbox({ peek: true, limit: MAX_PAGE });
  const asking = messages.filter((message) => message.acknowledge && message.id.endsWith(part));
  const [only, ...others] = asking;
  if (only === undefined || others.length === 0) return only?.id ?? part;
  const candidates = asking.slice(0, 5).map(({ id }) => id);
  throw new AgentCoordError(
    'invalid_argument',
    `${JSON.stringify(part)} names ${asking.length} messages (${candidates.join(', ')}). Write more of the id.`,
    { data: { field: 'id', candidates } },
  );
}

function onlyLooking(): AgentCoordError {
  return new AgentCoordError(
    'invalid_argument',
    '--read and --acknowledge are the word of the agent itself: leave out --peek and --of, and say who acts with --agent.',
    { data: { field: '--read' } },
  );
}
