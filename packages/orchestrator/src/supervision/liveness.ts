import type { Task } from '@agentcoord/core';
import type { AgentInfo } from '@agentcoord/registry';

/** All that speaks for or against an agent. Each alone is misleading, so none alone decides. */
export interface Signs {
  /** Heartbeat and own progress, as the registry saw them. */
  agent: Pick<AgentInfo, 'state' | 'lastHeartbeatAt' | 'lastProgressAt'>;
  /** What it holds: notes on a task, and a new claim, are progress as well. */
  tasks: ReadonlyArray<Pick<Task, 'progress' | 'claim'>>;
  /** Of the process, where this host can see it. */
  process?: 'running' | 'gone';
}

/**
 * `starting`: nobody touches it before its start timeout, whatever else is seen. `gone`: its heartbeat ended, or its
 * process did. `stuck`: it works, shows no progress in any way for `hungAfterMs`, and its heartbeat comes.
 */
export type Verdict = 'starting' | 'well' | 'stuck' | 'gone' | 'ended';

/**
 * @param now of the store, read *before* the signs: a coordinator that itself stood still in between then sees them
 * as younger than they are. On a crowded machine that is the difference between a late round and a false alarm.
 */
export function judge(
  { agent, tasks, process }: Signs,
  { now, hungAfterMs }: { now: number; hungAfterMs: number },
): Verdict {
  if (agent.state === 'spawning') return 'starting';
  if (agent.state === 'left') return 'ended';
  if (agent.state === 'dead' || process === 'gone') return 'gone';
  if (agent.state !== 'hung') return 'well';
  return now - lastSignOf({ agent, tasks }) >= hungAfterMs ? 'stuck' : 'well';
}

/** When it was last seen to get on. */
export function lastSignOf({ agent, tasks }: Omit<Signs, 'process'>): number {
  const signs = tasks.flatMap(({ progress, claim }) => [progress?.at ?? 0, claim?.claimedAt ?? 0]);
  return Math.max(agent.lastProgressAt, ...signs);
}
