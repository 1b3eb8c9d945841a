import type { TaskQueue } from '@agentcoord/queue';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { findTask } from '../input/find-task.js';
import { EXIT } from '../output/exit-codes.js';
import { plain } from '../output/plain.js';

type CancelReply = { id: string } & Awaited<ReturnType<TaskQueue['cancel']>>;

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
  const by = { by: call.actor, ...(reason ? { reason } : {}) };
  const replies: CancelReply[] = [];
  for (const { id } of tasks) replies.push({ id, ...(await client.queue.cancel(id, by)) });
  return {
    data: { tasks: replies },
    exitCode: replies.every(({ status }) => status === 'cancelled') ? EXIT.ok : EXIT.conflict,
    text: replies.map(describe).join('\n'),
  };
}

function describe(reply: CancelReply): string {
  if (reply.status === 'ended') return plain`Too late: ${reply.id} is ${reply.state}.`;
  const others = reply.alsoCancelled.length;
  return plain`Cancelled ${reply.id}${others === 0 ? '' : ` and ${others} that depend on it`}.`;
}
