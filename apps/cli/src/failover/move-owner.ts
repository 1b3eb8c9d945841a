import type { Failover, FailoverStatus } from '@agentcoord/storage-failover';
import { withAudit } from '../audit/open-audit.js';
import type { CommandCall, CommandResult } from '../command-context.js';
import { confirm } from '../input/confirm.js';
import { EXIT } from '../output/exit-codes.js';
import { plain } from '../output/plain.js';
import { failoverData } from './failover-data.js';
import { needFailover } from './need-failover.js';

export interface MoveFlags {
  reason?: string;
  yes?: boolean;
}

interface Move {
  /** What it does, asked before it is done. */
  question: (before: FailoverStatus) => string;
  doing: string;
  run: (failover: Failover, signal: AbortSignal) => Promise<FailoverStatus>;
  done: string;
  /** For the audit log, where nobody gave one. */
  reason: (before: FailoverStatus) => string;
}

/** Asks, moves the ownership, and writes down who did it and why. */
export async function moveOwner(call: CommandCall<MoveFlags>, move: Move): Promise<CommandResult> {
  const { client, failover } = await needFailover(call);
  const before = await failover.status();
  if (call.options.yes !== true && !(await confirm(call, move.question(before))))
    return { data: failoverData(before), text: 'Nothing was changed.', exitCode: EXIT.failed };
  call.progress(move.doing);
  const after = await move.run(failover, call.signal);
  // Whatever was read before was read from where it was then.
  await client.storage.now();
  const { owner, epoch, mode } = after;
  await withAudit(call, (audit) =>
    audit.logDecision({
      type: 'owner-changed',
      context: `namespace ${client.configuration.namespace}`,
      reason: call.options.reason ?? move.reason(before),
      details: { owner, epoch, from: before.owner },
    }),
  );
  return { data: failoverData(after), text: plain`${move.done}\nMode       ${mode}` };
}
