import { invalid, sha256 } from '@agentcoord/core';
import { agentRecordId, checkAgentName } from '@agentcoord/registry';
import { PERSON } from '../supervision/escalation.js';

const TAG = 'team:';
const PLAIN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,58}$/;

/** A name of an agent that no identity and no desk can be mistaken for. @throws `invalid_argument`. */
export function checkTeamName(value: unknown): string {
  const name = checkAgentName(value);
  if (name.toLowerCase() === PERSON)
    throw invalid('name', 'another one: at the end of every way up is a person', name);
  if (name.includes('#')) throw invalid('name', 'without "#", which ends a name in an identity', name);
  return name;
}

/** A team is named after its coordinator, in all of that one's lives; its record has the id of the agent's. */
export function teamId(name: string): string {
  return agentRecordId(name);
}

/** On every task of a team. A worker with this tag claims the team's tasks; subtasks of a model inherit it. */
export function teamTag(name: string): string {
  return `${TAG}${PLAIN.test(name) ? name : `:${sha256(name).slice(0, 40)}`}`;
}

export function isTeamTag(tag: string): boolean {
  return tag.startsWith(TAG);
}

/** The key of the lease that its coordinator holds. */
export function leaderKey(name: string): string {
  return `coordinator/${teamId(name)}`;
}

/** `CTO` of `CTO#agent_1` and of `CTO`. */
export function nameOf(identity: string): string {
  return identity.replace(/#[^#/]+(?:\/.*)?$/su, '');
}
