import type { Requester } from '../record/approval-record.js';

/** Who acts: one life of an agent, or a name alone. */
export interface Party {
  name: string;
  incarnation?: string;
  key?: string;
}

const IDENTITY = /^(?<name>.*)#(?<incarnation>[^#/]+)(?:\/.*)?$/su;

/** `<name>#<incarnation>` and one flow of work in it (`…/<task>`) are the same party; anything else is a name. */
export function partyOf(actor: string, key?: string): Party {
  const { name, incarnation } = IDENTITY.exec(actor)?.groups ?? {};
  return {
    name: name ?? actor,
    ...(incarnation === undefined ? {} : { incarnation }),
    ...(key === undefined ? {} : { key }),
  };
}

/** The same by name, by incarnation under another name, or by key. */
export function isSameParty(requester: Requester, decider: Party): boolean {
  return (
    folded(requester.name) === folded(decider.name) ||
    (requester.incarnation !== undefined && requester.incarnation === decider.incarnation) ||
    (requester.key !== undefined && requester.key === decider.key)
  );
}

/** Names that people would take for one: compatibility forms, case, and what nobody sees. */
export function folded(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cf}\p{Z}]/gu, '')
    .toLowerCase();
}
