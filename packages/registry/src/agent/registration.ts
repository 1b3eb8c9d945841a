import { checkId, checkIdentity, checkInteger, checkLabels, checkOneOf, checkText } from '@agentcoord/core';
import { checkAgentName } from './agent-name.js';
import { AGENT_KINDS, type AgentKind, type AgentRecord } from './agent-record.js';

/** What an agent is and can do. */
export interface AgentDescription {
  /** One line of printable text, at most 100 characters. Unique among those alive. */
  name: string;
  role?: string;
  workingOn?: string;
  /** At most 16. */
  tags?: string[];
  /** At most 16. */
  capabilities?: string[];
  /** Default `worker`. */
  kind?: AgentKind;
  pid?: number;
  host?: string;
  /** The identity or name of the agent that started it. */
  parent?: string;
}

export interface Registration extends AgentDescription {
  /** From the spawner that announced it: only a process with this id may take the announced place. */
  spawnId?: string;
  /** Ends an agent of this name that is alive, instead of refusing. Default false. */
  takeOver?: boolean;
  /** Ends the waiting for a store that grants nothing for a while, because it may have forgotten who holds what. */
  signal?: AbortSignal;
}

export interface Announcement extends AgentDescription {
  spawnId: string;
}

export type Described = Pick<
  AgentRecord,
  'name' | 'kind' | 'role' | 'workingOn' | 'tags' | 'capabilities' | 'pid' | 'host' | 'parent' | 'spawnId'
>;

export function checkDescription(input: AgentDescription & { spawnId?: string }): Described {
  return {
    name: checkAgentName(input.name),
    kind: checkOneOf(input.kind ?? 'worker', 'kind', AGENT_KINDS),
    tags: checkLabels(input.tags ?? [], 'tags', 16),
    capabilities: checkLabels(input.capabilities ?? [], 'capabilities', 16),
    ...(input.role === undefined ? {} : { role: checkText(input.role, 'role', { maxLength: 200 }) }),
    ...(input.workingOn === undefined ? {} : { workingOn: checkWorkingOn(input.workingOn) }),
    ...(input.pid === undefined ? {} : { pid: checkInteger(input.pid, 'pid', 1, 2 ** 31 - 1) }),
    ...(input.host === undefined ? {} : { host: checkText(input.host, 'host', { maxLength: 255 }) }),
    ...(input.parent === undefined ? {} : { parent: checkIdentity(input.parent, 'parent') }),
    ...(input.spawnId === undefined ? {} : { spawnId: checkId(input.spawnId, 'spawnId') }),
  };
}

export function checkWorkingOn(text: string): string {
  return checkText(text, 'workingOn', { maxLength: 500 });
}
