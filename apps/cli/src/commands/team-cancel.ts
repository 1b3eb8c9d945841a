import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { plain } from '../output/plain.js';

export const define: DefineCommand = (command, handle) => {
  command
    .description(
      'End a team with all below it: its open tasks are cancelled, running ones are told to stop, and it gets no new ones.',
    )
    .argument('<name>', 'of its coordinator')
    .option('--reason <text>', 'why; workers and the audit log see it')
    .action(handle(cancel));
};

async function cancel(call: CommandCall<{ reason?: string }>, name: string): Promise<CommandResult> {
  const [client, { cancelTeam }] = await Promise.all([call.connect(), import('@agentcoord/orchestrator')]);
  const { storage, queue } = client;
  const { reason = 'no reason was given' } = call.options;
  const { cancelledTasks } = await cancelTeam({ storage, queue }, name, { by: call.actor, reason });
  return {
    data: { team: name, cancelledTasks },
    text: plain`Cancelled the team of ${name} and ${cancelledTasks.length} tasks. Undo it with: agentcoord team reopen`,
  };
}
