import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { findThread } from '../input/find-thread.js';
import { addMessageOptions, type MessageOptions, messageOf } from '../input/message-options.js';
import { openBoard } from '../input/open-board.js';
import { sentResult } from '../output/sent-result.js';

export const define: DefineCommand = (command, handle) => {
  addMessageOptions(
    command
      .description('Answer in a thread; it also goes to those who talk there.')
      .argument('<thread>', 'the id, or its beginning or end')
      .argument('<message>', "in full; '-' takes it from stdin"),
  ).action(handle(reply));
};

async function reply(
  call: CommandCall<MessageOptions>,
  thread: string,
  text: string,
): Promise<CommandResult> {
  const message = await messageOf(call, text);
  const board = await openBoard(call);
  return sentResult(await board.reply(await findThread(board, thread), message));
}
