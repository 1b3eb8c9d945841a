import { identityOf } from './agent-name.js';
import type { AgentKind, AgentRecord, DeathCause } from './agent-record.js';

/**
 * `spawning`: announced, not registered yet. `idle`, `working`, `waiting`: what it says itself.
 * `hung`: its heartbeat comes, but it is `working` without progress. `dead`: no heartbeat. `left`: said goodbye.
 */
export type AgentState = 'spawning' | 'idle' | 'working' | 'waiting' | 'hung' | 'dead' | 'left';

/** All times are epoch ms of the storage's clock. */
export interface AgentInfo {
  name: string;
  /** One life of the agent; a message for an earlier one never hits a later one. */
  incarnation: string;
  /** `<name>#<incarnation>`: the worker of its claims and the holder of its locks. */
  identity: string;
  role?: string;
  kind: AgentKind;
  state: AgentState;
  workingOn?: string;
  taskId?: string;
  /** What it last said about its progress. */
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
  leftAt?: number;
  diedAt?: number;
  cause?: DeathCause;
  /** It was asked to stop, and by whom. */
  stop?: { by: string; reason: string; at: number };
  /** It was asked to take no further task and to leave when it has none. */
  drain?: { by: string; reason: string; at: number };
}

export interface Sighting {
  record: AgentRecord;
  /** When its presence was last renewed; `undefined`: the lease is gone. */
  presentAt?: number;
}

export interface Judgement {
  now: number;
  hungAfterMs: number;
}

/** Heartbeat and progress are told apart: one without the other is not health. */
export function stateOf(
  {
    record,
    presentAt,
  }: { record: Pick<AgentRecord, 'state' | 'startBy' | 'lastProgressAt'>; presentAt?: number | undefined },
  { now, hungAfterMs }: Judgement,
): AgentState {
  if (record.state === 'left' || record.state === 'dead') return record.state;
  if (record.state === 'spawning') return now < (record.startBy ?? 0) ? 'spawning' : 'dead';
  if (presentAt === undefined) return 'dead';
  // Idle and waiting agents have nothing to progress with: calling them hung is a false alarm.
  if (record.state === 'working' && now - record.lastProgressAt >= hungAfterMs) return 'hung';
  return record.state;
}

export function agentInfo(sighting: Sighting, judgement: Judgement): AgentInfo {
  const { startBy: _startBy, reapedAt: _reapedAt, freed: _freed, ...shown } = sighting.record;
  return {
    ...shown,
    identity: identityOf(shown),
    state: stateOf(sighting, judgement),
    lastHeartbeatAt: Math.max(shown.lastHeartbeatAt, sighting.presentAt ?? 0),
  };
}
