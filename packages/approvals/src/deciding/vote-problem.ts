import { verifySignature } from '@agentcoord/core';
import type { ApprovalRecord, Vote } from '../record/approval-record.js';
import { delegationProblem } from './delegation.js';
import { folded, isSameParty } from './party.js';
import { hasPolicy } from './policy.js';
import type { Trust } from './trust.js';
import { VOTE_PURPOSE, voteText } from './vote-signature.js';

export interface VoteInQuestion {
  id: string;
  record: ApprovalRecord;
  vote: Vote;
  trust: Trust;
}

/** Why a vote does not count; `undefined` when it does. */
export function voteProblem({ id, record, vote, trust }: VoteInQuestion): string | undefined {
  if (vote.policy !== undefined) {
    const covered = vote.verdict === 'approved' && hasPolicy(trust.policies, vote.policy, record);
    return covered ? undefined : 'no policy of this project says so';
  }
  if (vote.at < record.requestedAt || vote.at > record.expiresAt) return 'it was not made in time';
  if (isSameParty(record.requester, partyOfVote(vote))) return 'it is by the requester';
  if (!mayApprove(record, vote.by)) return 'its author is not among the approvers';
  return trust.operatorKeys.length === 0 ? undefined : signatureProblem({ id, record, vote, trust });
}

export function mayApprove(record: ApprovalRecord, name: string): boolean {
  return record.approvers === undefined || record.approvers.some((one) => folded(one) === folded(name));
}

function partyOfVote({ by, incarnation, key }: Vote) {
  return {
    name: by,
    ...(incarnation === undefined ? {} : { incarnation }),
    ...(key === undefined ? {} : { key }),
  };
}

function signatureProblem({ id, record, vote, trust }: VoteInQuestion): string | undefined {
  const { key, signature, delegation, by } = vote;
  const { operatorKeys, scope } = trust;
  if (key === undefined || signature === undefined) return 'it is not signed';
  const text = voteText({ id, scope, record }, vote);
  if (!verifySignature({ publicKey: key, purpose: VOTE_PURPOSE, text, signature }))
    return 'its signature is wrong';
  if (operatorKeys.includes(key)) return undefined;
  if (delegation === undefined) return 'its key is neither an operator’s nor has a delegation';
  if (vote.at > delegation.expiresAt) return 'its delegation was over';
  return delegationProblem(delegation, { by, key, action: record.action, scope, operatorKeys });
}
