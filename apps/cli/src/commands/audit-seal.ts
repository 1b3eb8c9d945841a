import { withAudit } from '../audit/open-audit.js';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { plain } from '../output/plain.js';

export const define: DefineCommand = (command, handle) => {
  command
    .description(
      'Derive entries from what has happened, and seal all that is new: from then on the order is bound too.',
    )
    .action(handle(sealAudit));
};

function sealAudit(call: CommandCall): Promise<CommandResult> {
  return withAudit(call, async (audit) => {
    const report = await audit.seal({ signal: call.signal });
    const { derived, seals, sealedTo } = report;
    return {
      data: report,
      text: plain`Derived ${derived} entries, made ${seals} seals; sealed up to ${sealedTo}.`,
    };
  });
}
