import type { StoredRecord } from '@agentcoord/core';

export const AGENTS = 'agents';

export const AGENT_KINDS = ['worker', 'session', 'coordinator', 'cli'] as const;
export type AgentKind = (typeof AGENT_KINDS)[number];

/** What an agent says of itself. */
export type ReportedState = 'idle' | 'working' | 'waiting';

export type DeathCause = 'no-heartbeat' | 'never-started' | 'replaced';

/** What is stored. Whether an agent lives is not in here: that is its presence lease. All times are of the storage's clock. */
export type AgentRecord = {
  name: string;
  incarnation: string;
  state: 'spawning' | ReportedState | 'left' | 'dead';
  kind: AgentKind;
  role?: string;
  workingOn?: string;
  taskId?: string;
  note?: string;
  tags: string[];
  capabilities: string[];
  pid?: number;
  host?: string;
  parent?: string;
  spawnId?: string;
  registeredAt: number;
  lastHeartbeatAt: number;
  lastProgressAt: number;
  /** While `spawning`: not to be taken for dead before this time. */
  startBy?: number;
  leftAt?: number;
  diedAt?: number;
  cause?: DeathCause;
  /** While `dead`: the last time a reaper began to free what it held, and whether one has finished. */
  reapedAt?: number;
  freed?: boolean;
  stop?: Asked;
  drain?: Asked;
};

/** Who asked the agent for something, why and when. */
export type Asked = { by: string; reason: string; at: number };

export interface KnownRecord {
  id: string;
  version: number;
  record: AgentRecord;
}

/** `undefined` for what no registry of ours has written. */
export function decodeAgent(stored: StoredRecord | undefined): KnownRecord | undefined {
  if (stored === undefined) return undefined;
  const { id, version, value } = stored;
  const { name, incarnation, state } = value;
  if (typeof name !== 'string' || typeof incarnation !== 'string' || typeof state !== 'string')
    return undefined;
  return { id, version, record: value as AgentRecord };
}

export function hasEnded(record: AgentRecord): boolean {
  return record.state === 'left' || record.state === 'dead';
}

/** Whether its claims and locks may still be there. */
export function mayHold(record: AgentRecord): boolean {
  if (record.state === 'spawning' || record.state === 'left') return false;
  return record.state !== 'dead' || record.freed !== true;
}
