import { withAudit } from '../audit/open-audit.js';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { reportText } from '../output/audit-text.js';
import { EXIT } from '../output/exit-codes.js';

interface VerifyOptions {
  /** Commander's name for --no-signatures. */
  signatures?: boolean;
}

const EXIT_OF = { ok: EXIT.ok, tampered: EXIT.failed, incomplete: EXIT.incomplete } as const;

export const define: DefineCommand = (command, handle) => {
  command
    .description(
      'Check every entry, chain and seal. Exits 0 when all is right, 1 when something was tampered with (naming\n' +
        'the entry and how), 6 when something needed is not here.',
    )
    .option(
      '--no-signatures',
      'check hashes, chains and seals only: seconds for a million entries instead of minutes',
    )
    .action(handle(verifyAudit));
};

function verifyAudit(call: CommandCall<VerifyOptions>): Promise<CommandResult> {
  return withAudit(call, async (audit) => {
    call.progress('verifying the audit log');
    const report = await audit.verify({
      signatures: call.options.signatures !== false,
      signal: call.signal,
    });
    return { data: report, text: reportText(report, call.paint), exitCode: EXIT_OF[report.status] };
  });
}
