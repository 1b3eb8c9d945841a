import { type AgentInfo, type AgentState, judgeAgent } from '@agentcoord/registry';
import { isObject, numberOf, type SeenEvent, textOf, textsOf } from './seen-event.js';

export interface AgentRow {
  name: string;
  incarnation: string;
  /** What it said itself. */
  reported: Exclude<AgentState, 'hung'>;
  kind: string;
  role?: string;
  workingOn?: string;
  taskId?: string;
  note?: string;
  tags: string[];
  capabilities: string[];
  host?: string;
  pid?: number;
  parent?: string;
  registeredAt: number;
  lastProgressAt: number;
  lastHeartbeatAt: number;
  /** While `spawning`. */
  startBy?: number;
}

const HUNG_AFTER_MS = 5 * 60_000;

export function rowOfAgent(info: AgentInfo): AgentRow {
  const { state, ...rest } = info;
  return {
    name: rest.name,
    incarnation: rest.incarnation,
    // Hung is a judgement about an agent that says it is working.
    reported: state === 'hung' ? 'working' : state,
    kind: rest.kind,
    role: rest.role,
    workingOn: rest.workingOn,
    taskId: rest.taskId,
    note: rest.note,
    tags: rest.tags,
    capabilities: rest.capabilities,
    host: rest.host,
    pid: rest.pid,
    parent: rest.parent,
    registeredAt: rest.registeredAt,
    lastProgressAt: rest.lastProgressAt,
    lastHeartbeatAt: rest.lastHeartbeatAt,
  };
}

const REPORTED: ReadonlyArray<AgentRow['reported']> = [
  'spawning',
  'idle',
  'working',
  'waiting',
  'left',
  'dead',
];

/** From the record that an event carries; `undefined` for what no registry of ours has written. */
export function rowOfAgentRecord({ at, fields }: SeenEvent): AgentRow | undefined {
  const value = isObject(fields.value) ? fields.value : {};
  const [name, incarnation] = [textOf(value.name), textOf(value.incarnation)];
  const reported = REPORTED.find((state) => state === value.state);
  if (name === undefined || incarnation === undefined || reported === undefined) return undefined;
  return {
    name,
    incarnation,
    reported,
    kind: textOf(value.kind) ?? 'session',
    role: textOf(value.role),
    workingOn: textOf(value.workingOn),
    taskId: textOf(value.taskId),
    note: textOf(value.note),
    tags: textsOf(value.tags),
    capabilities: textsOf(value.capabilities),
    host: textOf(value.host),
    pid: numberOf(value.pid),
    parent: textOf(value.parent),
    registeredAt: numberOf(value.registeredAt) ?? at,
    lastProgressAt: numberOf(value.lastProgressAt) ?? at,
    lastHeartbeatAt: numberOf(value.lastHeartbeatAt) ?? at,
    startBy: numberOf(value.startBy),
  };
}

/**
 * As the registry judges, from what the feed knows: a presence that has expired is a death, and work without
 * progress hangs. Judged at every paint, because nobody sends an event when time passes.
 * @param presentUntil of the presence lease; `undefined`: never seen, so the record is taken at its word.
 */
export function judgedState(agent: AgentRow, presentUntil: number | undefined, now: number): AgentState {
  const { reported, startBy = Number.POSITIVE_INFINITY, lastProgressAt } = agent;
  const isPresent = presentUntil === undefined || presentUntil > now;
  return judgeAgent(
    { record: { state: reported, startBy, lastProgressAt }, presentAt: isPresent ? now : undefined },
    { now, hungAfterMs: HUNG_AFTER_MS },
  );
}
