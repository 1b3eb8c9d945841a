import type { Storage } from '@agentcoord/core';
import type { AgentInfo } from '@agentcoord/registry';
import { gauge, type Metric } from '../metric.js';

const STATES: ReadonlyArray<AgentInfo['state']> = [
  'spawning',
  'idle',
  'working',
  'waiting',
  'hung',
  'dead',
  'left',
];

/** Who is there, and what is locked. Workers are shown in every state, so that a zero is a zero and not a gap. */
export async function agentMetrics(
  storage: Pick<Storage, 'leases' | 'now'>,
  agents: readonly AgentInfo[],
): Promise<Metric[]> {
  const kinds = [...new Set(['worker', ...agents.map(({ kind }) => kind)])];
  const drained = agents.filter(
    ({ drain, state }) => drain !== undefined && state !== 'left' && state !== 'dead',
  );
  const [now, { grants, waiters, cursor }] = await Promise.all([
    storage.now(),
    storage.leases.inspect({ under: 'file', limit: 1_000 }),
  ]);
  const oldest = Math.min(now, ...waiters.map(({ since }) => since));
  const alone = (value: number) => [{ labels: {}, value }];
  return [
    gauge(
      'agents',
      'Agents by kind and state; of those that left or died only until they are forgotten.',
      kinds.flatMap((kind) =>
        STATES.map((state) => ({
          labels: { kind, state },
          value: agents.filter((agent) => agent.kind === kind && agent.state === state).length,
        })),
      ),
    ),
    gauge(
      'agents_draining',
      'Agents that take no further task and leave when they have none.',
      alone(drained.length),
    ),
    gauge('file_locks_held', 'File locks that are held now, of the first 1,000.', alone(grants.length)),
    gauge('file_lock_waiters', 'Those who wait for a file lock now.', alone(waiters.length)),
    gauge(
      'file_lock_longest_wait_seconds',
      'How long the one who waits longest has waited; 0 without any.',
      alone((now - oldest) / 1000),
    ),
    gauge(
      'file_locks_complete',
      '1 where all file locks were looked at.',
      alone(cursor === undefined ? 1 : 0),
    ),
  ];
}
