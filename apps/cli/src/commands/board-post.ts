import { PRIORITIES, type ThreadInput } from '@agentcoord/board';
import { checkOneOf } from '@agentcoord/core';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { addMessageOptions, type MessageOptions, messageOf } from '../input/message-options.js';
import { openBoard } from '../input/open-board.js';
import { bothSpellings, collect } from '../input/parse.js';
import { sentResult } from '../output/sent-result.js';

interface PostOptions extends MessageOptions {
  priority?: string;
  tag?: string[];
  tags?: string[];
}

export const define: DefineCommand = (command, handle) => {
  addMessageOptions(
    command
      .description('Open a thread. Exits 1 when a recipient given by --to will not get it.')
      .argument('<title>', 'one line')
      .argument('<message>', "in full; '-' takes it from stdin")
      .option('--priority <priority>', `${PRIORITIES.join(', ')} (default normal)`)
      .option('--tag <tag>', 'a tag (repeatable)', collect)
      .addOption(command.createOption('--tags <tags>').argParser(collect).hideHelp()),
  ).action(handle(postThread));
};

async function postThread(
  call: CommandCall<PostOptions>,
  title: string,
  text: string,
): Promise<CommandResult> {
  const { priority } = call.options;
  const tags = bothSpellings(call.options);
  const thread: ThreadInput = {
    title,
    ...(await messageOf(call, text)),
    ...(priority === undefined ? {} : { priority: checkOneOf(priority, 'priority', PRIORITIES) }),
    ...(tags ? { tags } : {}),
  };
  return sentResult(await (await openBoard(call)).post(thread));
}
