import { withAudit } from '../audit/open-audit.js';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { type AuditFilterFlags, addAuditFilter, auditFilterOf } from '../input/audit-filter.js';
import { wholeNumber } from '../input/parse.js';
import { auditLine } from '../output/audit-text.js';

interface ListOptions extends AuditFilterFlags {
  limit?: string;
}

export const define: DefineCommand = (command, handle) => {
  addAuditFilter(command)
    .description('The newest entries of the audit log, oldest of them first.')
    .option('--limit <n>', 'at most so many (default 50)')
    .action(handle(listAudit));
};

function listAudit(call: CommandCall<ListOptions>): Promise<CommandResult> {
  return withAudit(call, async (audit) => {
    const { storage } = await call.connect();
    const limit = wholeNumber(call.options.limit ?? '50', '--limit', 1, 10_000);
    const filter = auditFilterOf(call, await storage.now());
    await audit.derive({ signal: call.signal });
    const entries = await audit.list({ ...filter, limit });
    return {
      data: { entries },
      text:
        entries.length === 0
          ? 'No audit entries.'
          : entries.map((entry) => auditLine(entry, call.paint)).join('\n'),
    };
  });
}
