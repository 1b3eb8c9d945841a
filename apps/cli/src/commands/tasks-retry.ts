import type { TaskQueue } from '@agentcoord/queue';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { findTask } from '../input/find-task.js';
import { EXIT } from '../output/exit-codes.js';
import { plain } from '../output/plain.js';

type RetryReply = { id: string } & Awaited<ReturnType<TaskQueue['retry']>>;

export const define: DefineCommand = (command, handle) => {
  command
    .description('Bring failed or cancelled tasks back with all their attempts.')
    .argument('<id...>', 'ids, or their beginnings or ends')
    .action(handle(retryTasks));
};

async function retryTasks(call: CommandCall, ids: string[]): Promise<CommandResult> {
  const client = await call.connect();
  const tasks = await Promise.all(ids.map((id) => findTask(client.queue, id)));
  const replies: RetryReply[] = [];
  for (const { id } of tasks) replies.push({ id, ...(await client.queue.retry(id, { by: call.actor })) });
  return {
    data: { tasks: replies },
    exitCode: replies.every(({ status }) => status === 'requeued') ? EXIT.ok : EXIT.conflict,
    text: replies.map(describe).join('\n'),
  };
}

function describe({ id, status, state }: RetryReply): string {
  return status === 'requeued'
    ? plain`${id} is ${state} again.`
    : plain`${id} has not ended: it is ${state}.`;
}
