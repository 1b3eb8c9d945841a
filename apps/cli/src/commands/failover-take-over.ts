import { AgentCoordError } from '@agentcoord/core';
import type { FailoverStatus } from '@agentcoord/storage-failover';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { type MoveFlags, moveOwner } from '../failover/move-owner.js';
import { isoTime } from '../output/iso-times.js';

export const define: DefineCommand = (command, handle) => {
  command
    .description(
      'Give the namespace to Redis although the host that owns it is gone for good. What it did not send to Redis is lost to\n' +
        'all others; when it returns, it follows, and what it had is in its conflicts. No lock is granted before the longest one\n' +
        'of that host can be over. If that host only sleeps and Redis is down when it wakes, it may go on by itself until then.\n' +
        'Exit 3 when nobody else owns it, 1 when the owner is alive after all and objects.',
    )
    .option('--reason <text>', 'why; for the audit log')
    .option('--yes', 'do not ask; needed where nobody can answer')
    .action(handle(takeOver));
};

async function takeOver(call: CommandCall<MoveFlags>): Promise<CommandResult> {
  const canAnswer = !call.json && call.io.stdout.isTTY === true;
  if (call.options.yes !== true && !canAnswer)
    throw new AgentCoordError(
      'invalid_argument',
      'What the host that owns this namespace did not send to Redis would be lost. Look at agentcoord failover status; if that host is gone for good, say --yes.',
      { data: { field: '--yes' } },
    );
  return moveOwner(call, {
    question: (before) => `${owner(before)}. Is that host gone for good?`,
    doing: 'waiting whether the owner objects',
    run: (failover, signal) => failover.takeOver({ signal }),
    done: 'Redis owns the namespace now.',
    reason: (before) => `taken over: ${owner(before)}`,
  });
}

function owner({ owner: kind, members }: FailoverStatus): string {
  if (kind !== 'another-host') return 'no other host owns the namespace, as far as is known';
  const others = members
    .filter(({ isThisHost }) => !isThisHost)
    .map(({ host, lastSeenAt }) => `${host} (last seen ${isoTime(lastSeenAt)})`);
  return `another host owns the namespace; known are ${others.join(', ') || 'none any more'}`;
}
