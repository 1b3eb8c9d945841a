import { createHash } from 'node:crypto';
import { checkText, invalid, printable, slug } from '@agentcoord/core';

/** A name: one line of printable text, 1 to 100 characters, in Unicode NFC. */
export function checkAgentName(value: unknown): string {
  const name = checkText(value, 'name', { maxLength: 100 }).normalize('NFC');
  if (name.trim() !== name || printable(name, { singleLine: true }) !== name || /\p{Cs}/u.test(name)) {
    throw invalid('name', 'one line of printable text without spaces at its ends', value);
  }
  return name;
}

const PLAIN = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/**
 * The record id of a name, also its part of the lease key. A plain name is its own id; any other is a
 * readable part, a colon that no plain name has, and 160 bits of SHA-256: no two names share an id.
 */
export function agentRecordId(name: string): string {
  const checked = checkAgentName(name);
  if (PLAIN.test(checked)) return checked;
  return `${slug(checked)}:${createHash('sha256').update(checked).digest('hex').slice(0, 40)}`;
}

export const PRESENCE_SPACE = 'agent';

export function presenceKey(recordId: string): string {
  return `${PRESENCE_SPACE}/${recordId}`;
}

/** Who acts: the `worker` of claims and the `holder` of locks. A new one for each life of an agent. */
export function identityOf(agent: { name: string; incarnation: string }): string {
  return `${agent.name}#${agent.incarnation}`;
}

/** Whether a holder is this incarnation, or one flow of work in it. */
export function belongsTo(identity: string, holder: string): boolean {
  return holder === identity || holder.startsWith(`${identity}/`);
}
