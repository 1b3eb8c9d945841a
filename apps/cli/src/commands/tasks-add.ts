import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { addTaskOptions, type TaskOptions, taskOf } from '../input/task-options.js';
import { plain } from '../output/plain.js';

export const define: DefineCommand = (command, handle) => {
  addTaskOptions(command.argument('<title>', 'one line')).action(handle(addTask));
};

async function addTask(call: CommandCall<TaskOptions>, title: string): Promise<CommandResult> {
  const task = taskOf(title, call.options);
  const client = await call.connect();
  const added = await client.queue.add({ ...task, createdBy: call.actor });
  return {
    data: added,
    text:
      added.status === 'added'
        ? plain`Added ${added.id} (${added.state}).`
        : plain`Nothing added: ${added.id} (${added.state}) is the same task.`,
  };
}
