import type { ApprovalInput } from '@agentcoord/approvals';
import { formatDuration } from '@agentcoord/core';
import { openWorkflow } from '../approvals/open-workflow.js';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { bothSpellings, collect, jsonObject, wholeNumber } from '../input/parse.js';
import { statusText } from '../output/approval-details.js';
import { EXIT } from '../output/exit-codes.js';
import { plain } from '../output/plain.js';

interface RequestOptions {
  description?: string;
  details?: string;
  tag?: string[];
  tags?: string[];
  timeout?: string;
  validFor?: string;
  quorum?: string;
  approver?: string[];
  id?: string;
  /** Commander's name for --no-wait. */
  wait?: boolean;
}

export const define: DefineCommand = (command, handle) => {
  command
    .description(
      'Ask for approval and wait for it. Exits 0 only if it is approved; who asks can never decide.\n' +
        'With --id the same command goes on with the same request, also after it was killed.',
    )
    .argument('<action>', "a short name, such as 'deploy'")
    .option('--description <text>', 'what for, for who decides')
    .option('--details <json>', 'the exact arguments, as a JSON object')
    .option('--tag <tag>', 'for policies (repeatable)', collect)
    .addOption(command.createOption('--tags <tags>').argParser(collect).hideHelp())
    .option('--timeout <duration>', "then it is expired, which is denied (default '5m')")
    .option('--valid-for <duration>', 'how long after the decision it can be used (default: as --timeout)')
    .option('--quorum <n>', 'how many different approvers it takes (default 1)')
    .option('--approver <name>', 'who may decide (repeatable; default: everybody else)', collect)
    .option('--id <id>', 'your own id')
    .option('--no-wait', 'only ask, and print the id')
    .action(handle(request));
};

async function request(call: CommandCall<RequestOptions>, action: string): Promise<CommandResult> {
  const workflow = await openWorkflow(call);
  const asked = await workflow.request(inputOf(action, call.options));
  if (call.options.wait === false) return { data: asked, text: asked.id };
  if (asked.status === 'pending') {
    const left = formatDuration(asked.expiresAt - asked.requestedAt);
    call.note(`Waiting up to ${left} for a decision: agentcoord approve ${asked.id}`);
  }
  const ended = await workflow.wait(asked.id, { signal: call.signal });
  const { storage } = await call.connect();
  const now = await storage.now();
  return {
    data: ended,
    text: plain`${ended.id} ${statusText(ended, now)}`,
    exitCode: ended.status === 'approved' ? EXIT.ok : EXIT.failed,
  };
}

function inputOf(action: string, options: RequestOptions): ApprovalInput {
  const { description, details, timeout, validFor, quorum, approver, id } = options;
  const tags = bothSpellings(options);
  return {
    action,
    ...(description === undefined ? {} : { description }),
    ...(details === undefined ? {} : { details: jsonObject(details, '--details') }),
    ...(tags === undefined ? {} : { tags }),
    ...(timeout === undefined ? {} : { timeout }),
    ...(validFor === undefined ? {} : { validFor }),
    ...(quorum === undefined ? {} : { quorum: wholeNumber(quorum, '--quorum', 1, 20) }),
    ...(approver === undefined ? {} : { approvers: approver }),
    ...(id === undefined ? {} : { id }),
  };
}
