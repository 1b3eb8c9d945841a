import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { guardEdits } from '../guard/guard-edits.js';
import { plain } from '../output/plain.js';
import { applyEdit, type PlannedEdit, planEdit } from '../setup/apply-edit.js';
import { Receipts } from '../setup/receipts.js';

export const define: DefineCommand = (command, handle) => {
  command
    .description(
      'Install pre-commit and pre-push hooks that refuse files which another agent holds.\n' +
        'They go where git looks for hooks (core.hooksPath, husky), in front of what is there already.',
    )
    .action(handle(install));
};

async function install(call: CommandCall): Promise<CommandResult> {
  const { environment } = call.io;
  const edits = await guardEdits({ cwd: call.cwd, environment, signal: call.signal });
  const request = { receipts: new Receipts(environment), removes: false };
  for (const edit of edits) await planEdit(edit, request);
  const files: PlannedEdit[] = [];
  for (const edit of edits) files.push(await applyEdit(edit, request));
  const line = ({ file, change }: PlannedEdit): string =>
    plain`${change === undefined ? 'there already' : change.isNew ? 'made' : 'added to'}  ${file}`;
  return {
    data: { files },
    text: [
      ...files.map(line),
      '',
      "Bypass, on the record: AGENTCOORD_GUARD=off. Take it out: 'agentcoord guard remove'.",
    ].join('\n'),
  };
}
