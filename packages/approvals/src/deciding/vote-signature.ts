import { canonicalJson } from '@agentcoord/core';
import type { ApprovalRecord, Vote } from '../record/approval-record.js';

export const VOTE_PURPOSE = 'approval-vote v1';

/** What a vote is about, so that it fits no other request, no other place and no changed terms. */
export interface Question {
  id: string;
  scope: string;
  record: ApprovalRecord;
}

export function voteText({ id, scope, record }: Question, vote: Vote): string {
  const { hash, requester, requestedAt, expiresAt, validForMs, quorum, approvers } = record;
  const { name, incarnation, key } = requester;
  const question = { id, scope, hash, requestedAt, expiresAt, validForMs, quorum, approvers };
  const { signature: _signature, ...given } = vote;
  return canonicalJson({ question, requester: { name, incarnation, key }, vote: given });
}
