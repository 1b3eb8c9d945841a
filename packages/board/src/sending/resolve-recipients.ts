import { AgentCoordError } from '@agentcoord/core';
import type { BoardContext } from '../board-context.js';
import type { Undelivered } from '../post/post.js';
import { type BoardMember, OPERATOR, whyGone } from './members.js';
import type { AskedRecipient, Recipient } from './recipient.js';

const MAX_RECIPIENTS = 1_000;

export interface Resolved {
  /** Names, each once, sorted. */
  to: string[];
  undelivered: Undelivered[];
}

type Answer = { names: string[] } | { reason: string };

/**
 * Who gets it, and who does not and why. Nobody who was asked for is left out silently.
 * @param also who gets it unasked: left out where they are known to be gone, kept where nobody knows them
 */
export async function resolveRecipients(
  { resolve, author }: BoardContext,
  asked: readonly AskedRecipient[],
  also: readonly string[] = [],
): Promise<Resolved> {
  const others = also.filter((name) => name !== author);
  const members = asked.length + others.length === 0 ? [] : await resolve?.();
  const gone = new Set(members?.filter((member) => whyGone(member) !== undefined).map(({ name }) => name));
  const names = new Set(others.filter((name) => !gone.has(name)));
  const undelivered: Undelivered[] = [];
  for (const { recipient, source, wanted } of asked) {
    const answer = members === undefined ? takenAtTheirWord(wanted) : among(members, wanted, author);
    if ('reason' in answer) undelivered.push({ recipient, source, reason: answer.reason });
    else for (const name of answer.names) names.add(name);
  }
  if (names.size > MAX_RECIPIENTS) {
    throw new AgentCoordError(
      'limit_exceeded',
      `to stands for ${names.size} agents; a message has at most ${MAX_RECIPIENTS}. Send it to a role.`,
      { data: { field: 'to', limit: MAX_RECIPIENTS, actual: names.size } },
    );
  }
  return { to: [...names].sort(), undelivered };
}

/** Without a list of members nobody knows who has a role. */
function takenAtTheirWord(wanted: Recipient): Answer {
  if (wanted.kind === 'agent') return { names: [wanted.name] };
  if (wanted.kind === 'either') return { names: [wanted.word] };
  return { reason: 'this board was not told who is there (option "resolve")' };
}

function among(members: readonly BoardMember[], wanted: Recipient, author: string): Answer {
  switch (wanted.kind) {
    case 'everyone': {
      const names = living(members).filter((name) => name !== author);
      return names.length > 0 ? { names } : { reason: 'there is no other living agent' };
    }
    case 'agent':
      return named(members, wanted.name) ?? { reason: `no agent is named ${wanted.name}` };
    case 'role':
      return withRole(members, wanted.role, author) ?? { reason: `no agent has the role ${wanted.role}` };
    case 'either':
      return (
        named(members, wanted.word) ??
        withRole(members, wanted.word, author) ?? {
          reason: `no agent is named ${wanted.word} or has that role`,
        }
      );
  }
}

function named(members: readonly BoardMember[], name: string): Answer | undefined {
  if (name === OPERATOR) return { names: [OPERATOR] };
  const member = members.find((item) => item.name === name);
  if (member === undefined) return undefined;
  const gone = whyGone(member);
  return gone === undefined ? { names: [name] } : { reason: gone };
}

/** Roles are compared without case: people write `@reviewer` for the role `Reviewer`. */
function withRole(members: readonly BoardMember[], role: string, author: string): Answer | undefined {
  const having = members.filter((item) => item.role?.toLowerCase() === role.toLowerCase());
  if (having.length === 0) return undefined;
  const names = living(having).filter((name) => name !== author);
  return names.length > 0 ? { names } : { reason: `no other agent of the role ${role} is alive` };
}

function living(members: readonly BoardMember[]): string[] {
  return members.filter((member) => whyGone(member) === undefined).map(({ name }) => name);
}
