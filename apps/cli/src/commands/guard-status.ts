import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { guardEdits } from '../guard/guard-edits.js';
import { plain } from '../output/plain.js';
import { planEdit } from '../setup/apply-edit.js';
import { Receipts } from '../setup/receipts.js';

export const define: DefineCommand = (command, handle) => {
  command
    .description('Whether the hooks of git refuse files which another agent holds.')
    .action(handle(status));
};

const WORDS = { current: 'installed', outdated: 'out of date', absent: 'not installed' } as const;

async function status(call: CommandCall): Promise<CommandResult> {
  const { environment } = call.io;
  const edits = await guardEdits({ cwd: call.cwd, environment, signal: call.signal });
  const files = [];
  for (const edit of edits) {
    const { file, state } = await planEdit(edit, { receipts: new Receipts(environment), removes: false });
    files.push({ file, state });
  }
  return {
    data: { isInstalled: files.every(({ state }) => state === 'current'), files },
    text: files.map(({ file, state }) => plain`${WORDS[state]}  ${file}`).join('\n'),
  };
}
