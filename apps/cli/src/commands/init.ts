import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { setUpByCommand } from '../init/agent-setup.js';
import { appliedText } from '../init/applied-text.js';
import { applyChoices } from '../init/apply-choices.js';
import { addInitFlags, choicesOf, type InitFlags } from '../init/init-flags.js';

export const define: DefineCommand = (command, handle) => {
  addInitFlags(
    command.description(
      'Set up this repository: write .agentcoord/config.json with the namespace that its agents share.\n' +
        'Commit the file, so that every clone meets in the same namespace. Running it again changes only what a flag says.\n' +
        'Makes your operator key outside the repository too, and pins its public half in the file: from then on\n' +
        'approvals count only when signed with it.',
    ),
  ).action(handle(init));
};

async function init(call: CommandCall<InitFlags>): Promise<CommandResult> {
  const choices = choicesOf(call.options);
  if (call.options.wizard) {
    const { runWizard } = await import('../wizard/run-wizard.js');
    return runWizard(call, choices);
  }
  const applied = await applyChoices(call, choices, setUpByCommand(call));
  return { data: applied, text: appliedText(applied, choices) };
}
