import { checkList, checkText, invalid } from '@agentcoord/core';

const MAX_ASKED = 100;
const ROLE = 'role:';
const EVERYONE = 'everyone';
const ONE_LINE = /^\P{Cc}+$/u;

export type Recipient =
  | { kind: 'everyone' }
  | { kind: 'agent'; name: string }
  | { kind: 'role'; role: string }
  /** `@x`: the agent of that name, else all of that role. */
  | { kind: 'either'; word: string };

/** A recipient with the words of who asked for it. */
export interface AskedRecipient {
  recipient: string;
  source: 'to' | 'mention';
  wanted: Recipient;
}

export function checkRecipients(to: unknown): AskedRecipient[] {
  if (to === undefined) return [];
  const list = checkList(typeof to === 'string' ? [to] : to, 'to', MAX_ASKED, 1);
  const texts = list.map((item, index) => {
    const field = typeof to === 'string' ? 'to' : `to[${index}]`;
    const text = checkText(item, field, { maxLength: 110 }).normalize('NFC').trim();
    if (!ONE_LINE.test(text)) throw invalid(field, 'one line without control characters', item);
    if (text === '@' || text === ROLE) throw invalid(field, `a name, '${ROLE}<role>' or '${EVERYONE}'`, item);
    return text;
  });
  return [...new Set(texts)].map((recipient) => ({ recipient, source: 'to', wanted: wantedBy(recipient) }));
}

function wantedBy(text: string): Recipient {
  if (text === EVERYONE) return { kind: 'everyone' };
  if (text.startsWith(ROLE)) return { kind: 'role', role: text.slice(ROLE.length).trim() };
  return text.startsWith('@') ? mentioned(text.slice(1)) : { kind: 'agent', name: text };
}

export function mentioned(word: string): Recipient {
  if (word === EVERYONE) return { kind: 'everyone' };
  return { kind: 'either', word };
}
