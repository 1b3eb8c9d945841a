import { checkOneOf } from '@agentcoord/core';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { completeWords } from '../completion/complete-words.js';
import { SHELL_SCRIPTS, SHELLS } from '../completion/shell-scripts.js';
import { plain } from '../output/plain.js';

/** What the scripts call, with the words of the line after `--`. */
const WORDS = 'words';

export const define: DefineCommand = (command, handle) => {
  command
    .description(
      'Print a script that completes commands, options, agents, tasks and locks. For bash, in ~/.bashrc:\n' +
        '  source <(agentcoord completion bash)\n' +
        'for zsh, in ~/.zshrc after compinit:\n' +
        '  source <(agentcoord completion zsh)\n' +
        'for fish, once:\n' +
        '  agentcoord completion fish > ~/.config/fish/completions/agentcoord.fish',
    )
    .argument('<shell>', SHELLS.join(', '))
    .argument(
      '[words...]',
      "with 'words' in place of a shell: how the last of these words, after --, may go on",
    )
    .action(handle(completion));
};

async function completion(call: CommandCall, name: string): Promise<CommandResult> {
  if (name === WORDS) return candidates(call);
  const shell = checkOneOf(name, 'shell', SHELLS);
  return { data: { shell, script: SHELL_SCRIPTS[shell] }, text: SHELL_SCRIPTS[shell] };
}

async function candidates(call: CommandCall): Promise<CommandResult> {
  // Where the store cannot be asked there is nothing to offer: a TAB is no place for errors.
  const { tree, trailing } = call;
  const found =
    tree === undefined ? [] : await completeWords(trailing, tree, () => call.look()).catch(() => []);
  const lines = found.map(({ word, text = '' }) =>
    text === '' ? plain`${word}` : `${plain`${word}`}\t${plain`${text}`.replace(/\s+/g, ' ')}`,
  );
  return { data: { candidates: found }, text: lines.join('\n') };
}
