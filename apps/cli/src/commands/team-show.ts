import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { renderTeamTree } from '../output/team-tree-text.js';

export const define: DefineCommand = (command, handle) => {
  command
    .description(
      'The tree of coordinators and workers: who leads, tasks done and open (with all below), what was\n' +
        'spent of which budget, and what waits for somebody. At "you" it waits for a person.',
    )
    .action(handle(showTeam));
};

async function showTeam(call: CommandCall): Promise<CommandResult> {
  const [{ storage }, { readTeamTree }] = await Promise.all([
    call.look(),
    import('@agentcoord/orchestrator'),
  ]);
  const [tree, now] = await Promise.all([readTeamTree(storage), storage.now()]);
  return { data: { now, ...tree }, text: () => renderTeamTree(tree, now, call.paint) };
}
