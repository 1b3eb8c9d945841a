import { invalid } from '@agentcoord/core';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { plain } from '../output/plain.js';
import { addLimitOptions, type LimitFlags, limitsOf } from '../team/team-limits.js';

export const define: DefineCommand = (command, handle) => {
  addLimitOptions(command)
    .description(
      'Set what a team with all below it may spend, and how many workers it may have. It holds from the next call of a model on.',
    )
    .argument('<name>', 'of its coordinator')
    .action(handle(limit));
};

async function limit(call: CommandCall<LimitFlags>, name: string): Promise<CommandResult> {
  const limits = limitsOf(call.options);
  if (Object.keys(limits).length === 0)
    throw invalid('--budget-usd', 'given, or --budget-tokens, or --max-workers: there is nothing to set');
  const [client, { setTeamLimits }] = await Promise.all([call.connect(), import('@agentcoord/orchestrator')]);
  const team = await setTeamLimits(client.storage, name, limits);
  await client.logDecision({
    type: 'team-limits',
    context: `team of ${name}`,
    details: { team: name, by: call.actor, ...limits },
  });
  return {
    data: { team: name, budget: team.budget, maxWorkers: team.maxWorkers },
    text: plain`Set. See the tree with: agentcoord team`,
  };
}
