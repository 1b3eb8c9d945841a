import { AgentCoordError, type Task } from '@agentcoord/core';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { findTask } from '../input/find-task.js';
import { EXIT } from '../output/exit-codes.js';
import { renderTasks } from '../output/tasks-table.js';

interface WaitOptions {
  timeout?: string;
}

export const define: DefineCommand = (command, handle) => {
  command
    .description('Wait until tasks have ended. Exits 0 only if all of them completed.')
    .argument('<id...>', 'ids, or their beginnings or ends')
    .option('--timeout <duration>', "give up after this much time, such as '10m' (default: never)")
    .action(handle(waitForTasks));
};

async function waitForTasks(call: CommandCall<WaitOptions>, ids: string[]): Promise<CommandResult> {
  const { queue } = await call.connect();
  const { timeout } = call.options;
  const wanted = await Promise.all(ids.map((id) => findTask(queue, id)));
  let ended = 0;
  const waitFor = async ({ id }: Task): Promise<Task> => {
    const task = await endOf(id);
    ended += 1;
    call.progress(`${ended} of ${wanted.length} tasks ended`);
    return task;
  };
  call.progress(`waiting for ${wanted.length} tasks`);
  const tasks = await Promise.all(wanted.map(waitFor));
  return {
    data: { tasks },
    exitCode: tasks.every(({ state }) => state === 'completed') ? EXIT.ok : EXIT.failed,
    text: () => renderTasks(tasks, call.paint),
  };

  /** The dead letter and a cancellation are ends too; they are shown with the others. */
  async function endOf(id: string): Promise<Task> {
    try {
      return await queue.waitFor(id, { signal: call.signal, ...(timeout === undefined ? {} : { timeout }) });
    } catch (error) {
      if (!AgentCoordError.is(error, 'task_failed', 'cancelled')) throw error;
      const task = await queue.get(id);
      if (!task) throw error;
      return task;
    }
  }
}
