import { AgentCoordError, printable } from '@agentcoord/core';
import type { AgentRecord } from './agent/agent-record.js';

/** An agent of that name lives. `data`: name, incarnation, kind, pid, host, registeredAt, as far as known. */
export function nameTakenError(name: string, current: AgentRecord | undefined): AgentCoordError {
  return new AgentCoordError(
    'conflict',
    `${shown(name)} is already registered and alive${current === undefined ? '' : `: ${describe(current)}`}. ` +
      'Choose another name, stop that agent, or take over its name.',
    { data: { name, ...facts(current) } },
  );
}

export function nameReservedError(name: string, current: AgentRecord): AgentCoordError {
  return new AgentCoordError(
    'conflict',
    `${shown(name)} is being spawned by another process and has not registered yet. Choose another name, or wait for it.`,
    { data: { name, ...facts(current) } },
  );
}

export function notKnownError(name: string): AgentCoordError {
  return new AgentCoordError(
    'not_found',
    `There is no agent named ${shown(name)}. See who is there with list().`,
    { data: { name } },
  );
}

export function stillAliveError(name: string, current: AgentRecord): AgentCoordError {
  return new AgentCoordError(
    'conflict',
    `${shown(name)} is alive: ${describe(current)}. Stop it before it is forgotten.`,
    {
      data: { name, ...facts(current) },
    },
  );
}

export function notAliveError(name: string, state: string): AgentCoordError {
  return new AgentCoordError('conflict', `${shown(name)} is ${state}: there is nobody to ask.`, {
    data: { name, state },
  });
}

/** Another life of this name has begun. */
export function replacedError(name: string, current: AgentRecord): AgentCoordError {
  return new AgentCoordError(
    'conflict',
    `Another process has taken over the name ${shown(name)}: ${describe(current)}. ` +
      'Stop: the tasks and locks of this one were given to others.',
    { data: { name, ...facts(current) } },
  );
}

export function presenceLostError(name: string): AgentCoordError {
  return new AgentCoordError(
    'lock_lost',
    `${shown(name)} lost its place in the registry: its heartbeat did not get through in time, because this process or the ` +
      'store stood still, or it was removed. Stop: its tasks and locks may be given to others. Register again to go on.',
    { data: { name } },
  );
}

export function askedToStopError(name: string, stop: { by: string; reason: string }): AgentCoordError {
  return new AgentCoordError(
    'cancelled',
    `${shown(name)} was asked to stop by ${shown(stop.by)}: ${shown(stop.reason)}`,
    {
      data: { name, by: stop.by, reason: stop.reason },
    },
  );
}

function describe(agent: AgentRecord): string {
  const where = [
    agent.pid === undefined ? '' : `process ${agent.pid}`,
    agent.host === undefined ? '' : `on ${shown(agent.host)}`,
  ];
  const since = `since ${new Date(agent.registeredAt).toISOString()}`;
  return [`a ${agent.kind}`, ...where, since].filter((part) => part !== '').join(' ');
}

function facts(agent: AgentRecord | undefined) {
  if (agent === undefined) return {};
  const { incarnation, kind, pid, host, registeredAt } = agent;
  return {
    incarnation,
    kind,
    registeredAt,
    ...(pid === undefined ? {} : { pid }),
    ...(host === undefined ? {} : { host }),
  };
}

function shown(text: string): string {
  return printable(text, { singleLine: true });
}
