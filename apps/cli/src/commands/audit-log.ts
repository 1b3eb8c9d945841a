import type { DecisionInput } from '@agentcoord/audit';
import { withAudit } from '../audit/open-audit.js';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { jsonObject } from '../input/parse.js';
import { auditLine } from '../output/audit-text.js';

interface LogOptions {
  context?: string;
  reason?: string;
  details?: string;
  id?: string;
}

export const define: DefineCommand = (command, handle) => {
  command
    .description('Log a decision.')
    .argument('<type>', "what kind, such as 'deployment'")
    .option('--context <text>', 'what it is about')
    .option('--reason <text>', 'why')
    .option('--details <json>', 'a JSON object')
    .option('--id <id>', 'your own id: what is logged twice with it is there once')
    .action(handle(logDecision));
};

function logDecision(call: CommandCall<LogOptions>, type: string): Promise<CommandResult> {
  return withAudit(call, async (audit) => {
    const { context, reason, details, id } = call.options;
    const input: DecisionInput = {
      type,
      ...(context === undefined ? {} : { context }),
      ...(reason === undefined ? {} : { reason }),
      ...(details === undefined ? {} : { details: jsonObject(details, '--details') }),
      ...(id === undefined ? {} : { id }),
    };
    const entry = await audit.logDecision(input);
    return { data: entry, text: auditLine(entry, call.paint) };
  });
}
