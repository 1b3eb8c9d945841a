import type { Verdict } from '@agentcoord/approvals';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { confirm } from '../input/confirm.js';
import { findApproval } from '../input/find-approval.js';
import { renderApproval } from '../output/approval-details.js';
import { EXIT } from '../output/exit-codes.js';
import { plain } from '../output/plain.js';
import { type DeciderFlags, openDecider } from './open-workflow.js';

interface DecideOptions extends DeciderFlags {
  reason?: string;
  yes?: boolean;
}

/** `approve` and `reject` differ in one word. */
export function defineDecision(verdict: Verdict): DefineCommand {
  const [verb, done] =
    verdict === 'approved' ? (['approve', 'Approved'] as const) : (['reject', 'Rejected'] as const);
  return (command, handle) => {
    command
      .description(
        `${verb === 'approve' ? 'Approve' : 'Reject'} a request: shows who asks, exactly what, its hash and its age, and decides that and nothing else.\n` +
          'On a terminal it asks first. Exit 3 when it was decided already, naming who and when.',
      )
      .argument('<id>', 'the id, or its beginning or end')
      .option('--reason <text>', 'why; the requester sees it')
      .option('--key <file>', 'decide as an agent the operator delegated to, with this key')
      .option('--yes', 'do not ask on a terminal')
      .action(handle(decide));
  };

  async function decide(call: CommandCall<DecideOptions>, id: string): Promise<CommandResult> {
    const workflow = await openDecider(call);
    const client = await call.connect();
    const shown = await findApproval(workflow, id);
    const asked = renderApproval(shown, await client.storage.now(), call.paint);
    const open = shown.status === 'pending';
    if (open && call.options.yes !== true && call.io.stdout.isTTY) {
      if (!call.json) call.emit({ data: undefined, text: asked });
      if (!(await confirm(call, `${verb} this?`)))
        return { data: shown, text: 'Nothing was decided.', exitCode: EXIT.failed };
    }
    const { reason } = call.options;
    const options = { hash: shown.hash, ...(reason === undefined ? {} : { reason }) };
    const decided = await (verb === 'approve'
      ? workflow.approve(shown.id, options)
      : workflow.reject(shown.id, options));
    const votes = decided.status === 'pending' ? ` (${decided.votes.length} of ${decided.quorum} votes)` : '';
    return { data: decided, text: `${asked}\n${plain`${done} ${decided.id} as ${call.actor}${votes}.`}` };
  }
}
