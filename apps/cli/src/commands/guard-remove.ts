import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { guardEdits } from '../guard/guard-edits.js';
import { plain } from '../output/plain.js';
import { applyEdit, type PlannedEdit } from '../setup/apply-edit.js';
import { Receipts } from '../setup/receipts.js';

export const define: DefineCommand = (command, handle) => {
  command
    .description('Take the guard out of the hooks of git. What else is in them stays as it is.')
    .action(handle(remove));
};

async function remove(call: CommandCall): Promise<CommandResult> {
  const { environment } = call.io;
  const edits = await guardEdits({ cwd: call.cwd, environment, signal: call.signal });
  const files: PlannedEdit[] = [];
  for (const edit of edits)
    files.push(await applyEdit(edit, { receipts: new Receipts(environment), removes: true }));
  const line = ({ file, change }: PlannedEdit): string =>
    plain`${change === undefined ? 'nothing there' : change.removesFile ? 'removed' : 'taken out of'}  ${file}`;
  return { data: { files }, text: files.map(line).join('\n') };
}
