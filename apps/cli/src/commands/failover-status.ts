import type { Conflict, FailoverMember, FailoverStatus } from '@agentcoord/storage-failover';
import type { CommandCall, CommandResult, DefineCommand } from '../command-context.js';
import { failoverData } from '../failover/failover-data.js';
import { failoverLines, noFallbackLines } from '../failover/failover-lines.js';
import { isoTime } from '../output/iso-times.js';
import { plain } from '../output/plain.js';

export const define: DefineCommand = (command, handle) => {
  command
    .description('Who decides in this namespace, Redis or the store of a host, since when, and why.')
    .action(handle(showFailover));
};

type NotedConflict = Conflict & { at: number };

async function showFailover(call: CommandCall): Promise<CommandResult> {
  const { failover, configuration, storage, noFallback } = await call.look();
  const { namespace, fallback } = configuration;
  if (failover === undefined) {
    const { mode } = await storage.describe();
    const why = noFallback === undefined ? {} : { noFallback };
    return {
      data: { namespace, fallback, mode, ...why },
      text: [plain`Mode       ${mode}`, `Setting    ${fallback}`, ...noFallbackLines(noFallback)].join('\n'),
    };
  }
  const status = await failover.status();
  const conflictList = await failover.conflicts();
  return {
    data: { namespace, fallback, ...failoverData(status), conflictList },
    text: [
      plain`Mode       ${status.mode}`,
      plain`Setting    ${fallback}${setBy(configuration.fallbackSetBy)}`,
      plain`Redis      ${status.address}${unreachable(status)}`,
      plain`Owner      ${OWNERS[status.owner]}, epoch ${status.epoch}`,
      ...behind(status),
      ...failoverLines(status),
      ...status.members.map(member),
      ...conflictList.map(conflict),
    ].join('\n'),
  };
}

const OWNERS: Record<FailoverStatus['owner'], string> = {
  'this-host': 'the store of this host',
  redis: 'Redis',
  'another-host': 'the store of another host, which is asked to share it',
  nobody: 'nobody yet',
};

function setBy(who: string | undefined): string {
  return who === undefined ? '' : ` (by ${who})`;
}

function unreachable({ goneSince }: FailoverStatus): string {
  return goneSince === undefined ? '' : `, unreachable since ${isoTime(goneSince)}`;
}

function behind({ lag }: FailoverStatus): string[] {
  if (lag === undefined) return [];
  return [`Follower   ${lag.events} events behind (${Math.round(lag.ms)} ms)`];
}

function member({ host, isThisHost, gone, lastSeenAt, storeId }: FailoverMember): string {
  const which = isThisHost ? ' (this one)' : '';
  return plain`Host       ${host}${which}, ${gone ? 'left' : 'seen'} ${isoTime(lastSeenAt)}, ${storeId}`;
}

function conflict({ at, entity, because }: NotedConflict): string {
  return plain`Conflict   ${isoTime(at)} ${entity}: ${because}`;
}
