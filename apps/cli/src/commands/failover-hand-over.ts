import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { type MoveFlags, moveOwner } from '../failover/move-owner.js';

export const define: DefineCommand = (command, handle) => {
  command
    .description(
      'Give the namespace from this host to Redis, before this host goes away for long. Nothing is lost, and calls wait for a\n' +
        'moment. Where no other host takes part, this host takes it back after a minute, if one of its processes still runs.\n' +
        'Exit 3 when this host does not own it.',
    )
    .option('--reason <text>', 'why; for the audit log')
    .option('--yes', 'do not ask on a terminal')
    .action(handle(handOver));
};

function handOver(call: CommandCall<MoveFlags>): Promise<CommandResult> {
  return moveOwner(call, {
    question: () => 'Give the namespace to Redis?',
    doing: 'sending Redis what it does not have yet',
    run: (failover, signal) => failover.handOver({ signal }),
    done: 'Redis owns the namespace now.',
    reason: () => 'an operator handed it over',
  });
}
