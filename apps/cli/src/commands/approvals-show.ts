import { openWorkflow } from '../approvals/open-workflow.js';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { findApproval } from '../input/find-approval.js';
import { renderApproval } from '../output/approval-details.js';

export const define: DefineCommand = (command, handle) => {
  command.argument('<id>', 'the id, or its beginning or end').action(handle(showApproval));
};

async function showApproval(call: CommandCall, id: string): Promise<CommandResult> {
  const workflow = await openWorkflow(call);
  const { storage } = await call.connect();
  const approval = await findApproval(workflow, id);
  const now = await storage.now();
  return { data: approval, text: () => renderApproval(approval, now, call.paint) };
}
