import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { findThread } from '../input/find-thread.js';
import { openBoard } from '../input/open-board.js';
import { plain } from '../output/plain.js';

export const define: DefineCommand = (command, handle) => {
  command
    .description('Say that a thread is not done after all. Again changes nothing.')
    .argument('<thread>', 'the id, or its beginning or end')
    .argument('[message]', 'why')
    .action(handle(reopen));
};

async function reopen(call: CommandCall, thread: string, message?: string): Promise<CommandResult> {
  const board = await openBoard(call);
  const summary = await board.reopen(await findThread(board, thread), message);
  return { data: summary, text: plain`Reopened ${summary.id} (${summary.title}).` };
}
