import { DEFAULT_QUEUE, type QueueStats, type StorageDescription } from '@agentcoord/core';
import type { AgentInfo } from '@agentcoord/registry';
import type { CommandCall, CommandResult, DefineCommand, QuickCommand } from '../command-context.js';
import { failoverData } from '../failover/failover-data.js';
import { failoverLines, noFallbackLines } from '../failover/failover-lines.js';
import { renderAgents } from '../output/agents-table.js';
import { plain } from '../output/plain.js';

interface StatusOptions {
  all?: boolean;
}

export const define: DefineCommand = (command, handle) => {
  command.option('--all', 'also agents that left or died').action(handle(status));
};

export const quick: QuickCommand = (run) => run<StatusOptions>({ '--all': 'all' }, status);

interface LockCounts {
  held: number;
  waiting: number;
  /** More than one page of locks: the counts are of the first. */
  more: boolean;
}

export async function status(call: CommandCall<StatusOptions>): Promise<CommandResult> {
  const look = await call.look();
  const { storage } = look;
  const [now, everyone, queue, leases] = await Promise.all([
    storage.now(),
    look.agents(),
    storage.queues.stats({ queue: DEFAULT_QUEUE }),
    storage.leases.inspect({ under: 'file', limit: 1_000 }),
  ]);
  const agents = call.options.all
    ? everyone
    : everyone.filter(({ state }) => state !== 'left' && state !== 'dead');
  const locks = {
    held: leases.grants.length,
    waiting: leases.waiters.length,
    more: leases.cursor !== undefined,
  };
  const { namespace } = look.configuration;
  const { failover, noFallback } = look;
  // Last, because a read may be what finds out who owns.
  const store = await storage.describe();
  const ownership = await failover?.status();
  return {
    data: {
      namespace,
      store,
      now,
      agents,
      queue,
      locks,
      ...(ownership === undefined ? {} : { failover: failoverData(ownership) }),
      ...(noFallback === undefined ? {} : { noFallback }),
    },
    text: async () => {
      const table = agents.length === 0 ? 'No agents.' : await renderAgents(agents, now, call.paint);
      return [
        ...storeLines(namespace, store),
        ...noFallbackLines(noFallback),
        ...(ownership === undefined ? [] : failoverLines(ownership)),
        queueLine(queue),
        locksLine(locks),
        '',
        table,
        ...hiddenLine(everyone, agents),
      ].join('\n');
    },
  };
}

function storeLines(namespace: string, store: StorageDescription): string[] {
  return [
    plain`Namespace  ${namespace}`,
    plain`Store      ${store.kind} at ${store.address}`,
    plain`Mode       ${store.mode}`,
  ];
}

function queueLine({ counts }: QueueStats): string {
  const parts = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state}`);
  return `Tasks      ${parts.join(', ') || 'none'}`;
}

function locksLine({ held, waiting, more }: LockCounts): string {
  return `Locks      ${held}${more ? ' or more' : ''} held, ${waiting} waiting`;
}

function hiddenLine(everyone: readonly AgentInfo[], shown: readonly AgentInfo[]): string[] {
  const hidden = everyone.length - shown.length;
  return hidden === 0 ? [] : [`(${hidden} that left or died: agentcoord status --all)`];
}
