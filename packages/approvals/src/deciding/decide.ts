import { checkText } from '@agentcoord/core';
import { actionHash } from '../asking/action-hash.js';
import { type ApprovalContext, look, type Seen } from '../context.js';
import {
  alreadyEndedError,
  alreadyVotedError,
  changedRequestError,
  noAuthorityError,
  notAnApproverError,
  ownRequestError,
} from '../errors.js';
import type { Approval } from '../record/approval.js';
import type { ApprovalRecord, Verdict, Vote } from '../record/approval-record.js';
import { countVotes, isSameVoter } from '../record/judge.js';
import { isSameParty } from './party.js';
import { mayApprove, voteProblem } from './vote-problem.js';
import { VOTE_PURPOSE, voteText } from './vote-signature.js';

export interface Decision {
  verdict: Verdict;
  /** At most 2,000 characters. */
  reason?: string;
  /** The hash of what was shown to who decides: another one is not decided. */
  hash?: string;
}

/** Adds one vote by compare-and-set: of any number of deciders one ends the request, the others learn who. */
export async function decide(context: ApprovalContext, id: string, decision: Decision): Promise<Approval> {
  const { records } = context;
  const voteId = context.newId('vote');
  const reason =
    decision.reason === undefined ? undefined : checkText(decision.reason, 'reason', { maxLength: 2_000 });
  for (;;) {
    const seen = await look(context, id);
    refuse(context, seen, decision);
    const { stored } = seen;
    const vote = await createVote(context, seen, { voteId, verdict: decision.verdict, reason });
    const { counting } = countVotes(stored, context.trust);
    const ends = decision.verdict === 'rejected' || counting.length + 1 >= stored.record.quorum;
    const record: ApprovalRecord = {
      ...stored.record,
      votes: [...counting, vote],
      ...(ends ? { decidedVersion: stored.version + 1 } : {}),
    };
    const isOurs = ({ votes }: ApprovalRecord): boolean => votes.some((one) => one.id === voteId);
    const ifVersion = stored.version;
    if (await records.put({ id, record, ifVersion, isOurs }, ends ? 'ended' : 'open')) break;
  }
  const { stored, approval } = await look(context, id);
  // It arrived after the expiry, or is gone again: it is not this decision that counts.
  if (!countVotes(stored, context.trust).counting.some((vote) => vote.id === voteId))
    throw alreadyEndedError(approval);
  return approval;
}

function refuse({ self, trust }: ApprovalContext, { stored, approval }: Seen, { hash }: Decision): void {
  const { record } = stored;
  if (actionHash(record) !== record.hash || (hash !== undefined && hash !== record.hash))
    throw changedRequestError(approval.id);
  if (approval.status !== 'pending') throw alreadyEndedError(approval);
  if (isSameParty(record.requester, self)) throw ownRequestError(approval);
  if (!mayApprove(record, self.name)) throw notAnApproverError(approval, self.name);
  const { counting } = countVotes(stored, trust);
  if (counting.some((vote) => isSameVoter(vote, { by: self.name, key: self.key })))
    throw alreadyVotedError(approval, self.name);
}

async function createVote(
  { storage, self, signer, delegation, trust }: ApprovalContext,
  { stored }: Seen,
  { voteId, verdict, reason }: { voteId: string; verdict: Verdict; reason?: string },
): Promise<Vote> {
  const { id, record } = stored;
  const vote: Vote = {
    id: voteId,
    by: self.name,
    ...(self.incarnation === undefined ? {} : { incarnation: self.incarnation }),
    verdict,
    ...(reason === undefined ? {} : { reason }),
    at: await storage.now(),
    ...(signer === undefined ? {} : { key: signer.publicKey }),
    ...(delegation === undefined ? {} : { delegation }),
  };
  if (signer !== undefined)
    vote.signature = signer.sign(VOTE_PURPOSE, voteText({ id, scope: trust.scope, record }, vote));
  const problem = voteProblem({ id, record, vote, trust });
  if (problem !== undefined) throw noAuthorityError(id, `${self.name}’s vote would not count: ${problem}`);
  return vote;
}
