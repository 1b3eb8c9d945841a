import type { AuditEntry } from '@agentcoord/audit';
import { withAudit } from '../audit/open-audit.js';
import type { CommandCall, DefineCommand } from '../command-context.js';
import { type AuditFilterFlags, addAuditFilter, auditFilterOf } from '../input/audit-filter.js';
import { wholeNumber } from '../input/parse.js';
import { auditLine } from '../output/audit-text.js';

interface TailOptions extends AuditFilterFlags {
  follow?: boolean;
  limit?: string;
}

export const define: DefineCommand = (command, handle) => {
  addAuditFilter(command)
    .description('The newest entries, and with --follow those that come. With --json: JSON Lines.')
    .option('--follow', 'go on with what is logged from now on')
    .option('--limit <n>', 'begin with so many (default 10)')
    .action(handle(tailAudit));
};

function tailAudit(call: CommandCall<TailOptions>): Promise<undefined> {
  return withAudit(call, async (audit) => {
    const { storage } = await call.connect();
    const limit = wholeNumber(call.options.limit ?? '10', '--limit', 1, 10_000);
    const filter = auditFilterOf(call, await storage.now());
    await audit.derive({ signal: call.signal });
    // Where to go on is known before the look, so that nothing is shown twice or not at all.
    const { sequence } = await storage.logs.head({ log: 'audit' });
    const newest = await audit.list({ ...filter, limit });
    for (const entry of newest.filter((one) => one.sequence <= sequence)) emit(entry);
    if (call.options.follow !== true) return undefined;
    for await (const entry of audit.follow({ ...filter, after: sequence, signal: call.signal })) emit(entry);
    return undefined;
  });

  function emit(entry: AuditEntry): void {
    call.emit({ data: { kind: 'audit-entry', ...entry }, text: auditLine(entry, call.paint) });
  }
}
