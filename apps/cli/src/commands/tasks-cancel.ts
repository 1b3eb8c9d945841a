import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { findTask } from '../input/find-task.js';
import { plain } from '../output/plain.js';

interface CancelOptions {
  reason?: string;
}

export const define: DefineCommand = (command, handle) => {
  command
    .description('End tasks that have not ended. A running worker is told at once.')
    .argument('<id...>', 'ids, or their beginnings or ends')
    .option('--reason <text>', 'why; shown with the task')
    .action(handle(cancelTasks));
};

async function cancelTasks(call: CommandCall<CancelOptions>, ids: string[]): Promise<CommandResult> {
  const client = await call.connect();
  const { reason } = call.options;
  const tasks = await Promise.all(ids.map((id) => findTask(client.queue, id)));
  const cancelled = [];
  for (const { id } of tasks) {
    cancelled.push({
      id,
      reply: await client.queue.cancel(id, { by: call.actor, ...(reason ? { reason } : {}) }),
    });
  }
  return { data: { cancelled }, text: cancelled.map(({ id }) => plain`Cancelled ${id}.`).join('\n') };
}
