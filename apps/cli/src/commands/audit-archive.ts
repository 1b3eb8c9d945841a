import { withAudit } from '../audit/open-audit.js';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { timeOf } from '../input/audit-filter.js';
import { plain } from '../output/plain.js';

interface ArchiveOptions {
  olderThan?: string;
}

export const define: DefineCommand = (command, handle) => {
  command
    .description(
      'Move sealed entries from the store to a segment beside it: written, read back against the seals, then removed.',
    )
    .option(
      '--older-than <time>',
      "only what is older: '30d', or an ISO 8601 time (default: all that is sealed)",
    )
    .action(handle(archiveAudit));
};

function archiveAudit(call: CommandCall<ArchiveOptions>): Promise<CommandResult> {
  return withAudit(call, async (audit) => {
    const { storage } = await call.connect();
    const { olderThan } = call.options;
    const before =
      olderThan === undefined ? {} : { before: timeOf(olderThan, '--older-than', await storage.now()) };
    await audit.seal({ signal: call.signal });
    const { segment, removed } = await audit.archive(before);
    return {
      data: { segment, removed },
      text:
        segment === undefined
          ? 'There was nothing to archive.'
          : plain`Moved entries ${segment.from} to ${segment.to} (${removed}) to ${segment.path}.`,
    };
  });
}
