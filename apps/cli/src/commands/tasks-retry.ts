import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { findTask } from '../input/find-task.js';
import { plain } from '../output/plain.js';

export const define: DefineCommand = (command, handle) => {
  command
    .description('Bring failed or cancelled tasks back with all their attempts.')
    .argument('<id...>', 'ids, or their beginnings or ends')
    .action(handle(retryTasks));
};

async function retryTasks(call: CommandCall, ids: string[]): Promise<CommandResult> {
  const client = await call.connect();
  const tasks = await Promise.all(ids.map((id) => findTask(client.queue, id)));
  const retried = [];
  for (const { id } of tasks) retried.push({ id, reply: await client.queue.retry(id, { by: call.actor }) });
  return { data: { retried }, text: retried.map(({ id }) => plain`Retried ${id}.`).join('\n') };
}
