import type { CommandCall, CommandResult, DefineCommand, QuickCommand } from '../command-context.js';
import { renderAgents } from '../output/agents-table.js';
import { EXIT } from '../output/exit-codes.js';

interface HungOptions {
  check?: boolean;
}

export const define: DefineCommand = (command, handle) => {
  command
    .description('Agents that send heartbeats but make no progress, and agents whose heartbeat ended.')
    .option('--check', 'exit 1 when there is one')
    .action(handle(hung));
};

export const quick: QuickCommand = (run) => run<HungOptions>({ '--check': 'check' }, hung);

async function hung(call: CommandCall<HungOptions>): Promise<CommandResult> {
  const look = await call.look();
  const [everyone, now] = await Promise.all([look.agents(), look.storage.now()]);
  const agents = everyone.filter(({ state }) => state === 'hung');
  return {
    data: { now, agents },
    exitCode: call.options.check && agents.length > 0 ? EXIT.failed : EXIT.ok,
    text: () => (agents.length === 0 ? 'No hung agents.' : renderAgents(agents, now, call.paint)),
  };
}
