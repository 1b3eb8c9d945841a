import { createHash } from 'node:crypto';
import { checkAgentName } from '@agentcoord/registry';
import type { HookInput } from './hook-input.js';

/** Names that sessions get here. A session that is started inside of another one inherits its name, and is not it. */
const GIVEN_NAME = /^claude-[0-9a-z]{8}$/;
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';

/** A session of Claude Code as an agent. All of it follows from the session id, so every hook knows it without asking. */
export interface HookSession {
  name: string;
  incarnation: string;
  /** `<name>#<incarnation>`, as of every agent. */
  identity: string;
  /** Who holds the locks of this call: the session, or one of its subagents. */
  holder: string;
  /** For people. */
  holderName: string;
}

export function hookSession(
  { sessionId, agentId }: Pick<HookInput, 'sessionId' | 'agentId'>,
  environment: Readonly<Record<string, string | undefined>>,
): HookSession {
  const letters = [...createHash('sha256').update(sessionId).digest()].map((byte) => LETTERS[byte & 31]);
  const begin = /^[0-9a-z]{8}/.exec(sessionId)?.[0] ?? letters.slice(0, 8).join('');
  const given = environment.AGENTCOORD_AGENT_ID ?? '';
  const name = given === '' || GIVEN_NAME.test(given) ? `claude-${begin}` : checkAgentName(given);
  const incarnation = `agent_${letters.slice(0, 26).join('')}`;
  const identity = `${name}#${incarnation}`;
  if (agentId === undefined) return { name, incarnation, identity, holder: identity, holderName: name };
  return {
    name,
    incarnation,
    identity,
    holder: `${identity}/${agentId}`,
    holderName: `${name} (subagent ${agentId.slice(0, 20)})`,
  };
}

/** Whether this is the session itself or one of its subagents. */
export function isOfSession({ identity }: HookSession, holder: string): boolean {
  return holder === identity || holder.startsWith(`${identity}/`);
}
