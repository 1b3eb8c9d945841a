import { AgentCoordError, formatDuration, type JsonObject, printable } from '@agentcoord/core';
import type { Approval } from './record/approval.js';

export function notFoundError(id: string): AgentCoordError {
  return new AgentCoordError(
    'not_found',
    `There is no approval request ${shown(id)} in this store. Look at the list of approvals.`,
    { data: { id } },
  );
}

/** Somebody, or time, has ended it: `data` has status, by, decidedAt, reason. */
export function alreadyEndedError({ id, status, by, decidedAt, reason }: Approval): AgentCoordError {
  const who = by === undefined ? '' : ` by ${shown(by)}`;
  const when = decidedAt === undefined ? '' : ` at ${new Date(decidedAt).toISOString()}`;
  const why = reason === undefined ? '' : ` (“${shown(reason)}”)`;
  return new AgentCoordError(
    'conflict',
    `The request ${shown(id)} was already ${status}${who}${when}${why}. It is decided once; make a new request if that was wrong.`,
    { data: given({ id, status, by, decidedAt, reason }) },
  );
}

export function alreadyVotedError({ id, votes, quorum }: Approval, by: string): AgentCoordError {
  return new AgentCoordError(
    'conflict',
    `${shown(by)} has already voted on ${shown(id)}; ${votes.length} of ${quorum} votes are in. The others must be by somebody else, with another key.`,
    { data: { id, by, votes: votes.length, quorum } },
  );
}

export function ownRequestError({ id, requestedBy }: Approval): AgentCoordError {
  return new AgentCoordError(
    'misconfigured',
    `${shown(requestedBy)} made the request ${shown(id)}, and who asks never decides, under whatever name. Somebody else must; ` +
      'to ask in the name of an agent, name it in the request.',
    { data: { id, requestedBy } },
  );
}

export function notAnApproverError({ id, approvers = [] }: Approval, by: string): AgentCoordError {
  return new AgentCoordError(
    'misconfigured',
    `${shown(by)} may not decide ${shown(id)}: only ${approvers.map(shown).join(', ')} may.`,
    { data: { id, by, approvers } },
  );
}

export function noAuthorityError(id: string, why: string): AgentCoordError {
  return new AgentCoordError(
    'misconfigured',
    `The request ${shown(id)} was not decided: this project pins the keys of its operators, and ${why}. ` +
      'Decide as the operator, on the machine that has the key, or under a delegation.',
    { data: { id, why } },
  );
}

export function changedRequestError(id: string): AgentCoordError {
  return new AgentCoordError(
    'storage_corrupt',
    `The request ${shown(id)} was changed in the store after it was made: its text and its hash no longer fit. ` +
      'Do not decide it. Find out who writes to the store, and make a new request.',
    { data: { id } },
  );
}

export function otherActionError(id: string, asked: string, actual: string): AgentCoordError {
  return new AgentCoordError(
    'conflict',
    `The request ${shown(id)} is about something else: action, description, details and tags must be exactly those that were asked for. ` +
      'Nothing may run; make a new request for this.',
    { data: { id, asked, actual } },
  );
}

export function notApprovedError(approval: Approval): AgentCoordError {
  if (approval.status !== 'pending') return alreadyEndedError(approval);
  const { id, warnings } = approval;
  const found = warnings.length === 0 ? '' : ` In the store: ${warnings.map(shown).join('; ')}.`;
  return new AgentCoordError(
    'conflict',
    `The request ${shown(id)} is not decided yet, so nothing may run.${found} Wait for it.`,
    { data: { id, status: 'pending', warnings } },
  );
}

export function alreadyUsedError({ id, usedAt, usedBy }: Approval): AgentCoordError {
  const when = usedAt === undefined ? '' : ` at ${new Date(usedAt).toISOString()}`;
  return new AgentCoordError(
    'conflict',
    `The approval ${shown(id)} was already used by ${shown(usedBy ?? 'somebody')}${when}. It is good for one time; make a new request.`,
    { data: given({ id, usedBy, usedAt }) },
  );
}

export function tooLateToUseError({ id, usableUntil = 0 }: Approval, now: number): AgentCoordError {
  return new AgentCoordError(
    'conflict',
    `The approval ${shown(id)} could be used until ${formatDuration(now - usableUntil)} ago. Make a new request.`,
    { data: { id, usableUntil } },
  );
}

export function otherRequestError(id: string): AgentCoordError {
  return new AgentCoordError(
    'already_exists',
    `There is a request ${shown(id)} already, for another action or by somebody else. Choose another id.`,
    { data: { id } },
  );
}

export function notYoursError({ id, requestedBy }: Approval): AgentCoordError {
  return new AgentCoordError(
    'misconfigured',
    `Only ${shown(requestedBy)}, who made the request ${shown(id)}, can cancel it. Reject it instead.`,
    { data: { id, requestedBy } },
  );
}

function given(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function shown(text: string): string {
  return printable(text, { singleLine: true });
}
