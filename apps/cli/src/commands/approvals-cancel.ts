import { openWorkflow } from '../approvals/open-workflow.js';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { findApproval } from '../input/find-approval.js';
import { plain } from '../output/plain.js';

interface CancelOptions {
  reason?: string;
}

export const define: DefineCommand = (command, handle) => {
  command
    .description('Take back a request of your own: only who asked can.')
    .argument('<id>', 'the id, or its beginning or end')
    .option('--reason <text>', 'why')
    .action(handle(cancelApproval));
};

async function cancelApproval(call: CommandCall<CancelOptions>, id: string): Promise<CommandResult> {
  const workflow = await openWorkflow(call);
  const { reason } = call.options;
  const found = await findApproval(workflow, id);
  const cancelled = await workflow.cancel(found.id, reason === undefined ? {} : { reason });
  return { data: cancelled, text: plain`Cancelled ${cancelled.id}.` };
}
