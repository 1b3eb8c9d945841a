import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { findTask } from '../input/find-task.js';
import { renderTask } from '../output/task-details.js';

export const define: DefineCommand = (command, handle) => {
  command.argument('<id>', 'the id, or its beginning or end').action(handle(showTask));
};

async function showTask(call: CommandCall, id: string): Promise<CommandResult> {
  const client = await call.connect();
  const task = await findTask(client.queue, id);
  return { data: task, text: () => renderTask(task, call.paint) };
}
