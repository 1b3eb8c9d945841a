import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { plain } from '../output/plain.js';

export const define: DefineCommand = (command, handle) => {
  command
    .description('Let a cancelled team have tasks again. Those that were cancelled come back by tasks retry.')
    .argument('<name>', 'of its coordinator')
    .action(handle(reopen));
};

async function reopen(call: CommandCall, name: string): Promise<CommandResult> {
  const [{ storage }, { reopenTeam }] = await Promise.all([
    call.connect(),
    import('@agentcoord/orchestrator'),
  ]);
  await reopenTeam(storage, name);
  return { data: { team: name }, text: plain`The team of ${name} can have tasks again.` };
}
