import { openWorkflow } from '../approvals/open-workflow.js';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { renderApprovals } from '../output/approvals-table.js';

interface ListOptions {
  all?: boolean;
}

export const define: DefineCommand = (command, handle) => {
  command
    .description(
      'Requests that wait for a decision. A status with ! has something in the store that does not count: see approvals show.',
    )
    .option('--all', 'also those that were decided, have expired or were cancelled')
    .action(handle(listApprovals));
};

async function listApprovals(call: CommandCall<ListOptions>): Promise<CommandResult> {
  const workflow = await openWorkflow(call);
  const { storage } = await call.connect();
  const approvals = await workflow.list({ pending: call.options.all !== true });
  const now = await storage.now();
  return {
    data: { approvals },
    text: () =>
      approvals.length === 0
        ? call.options.all
          ? 'No approval requests.'
          : 'Nothing waits for approval.'
        : renderApprovals(approvals, now, call.paint),
  };
}
