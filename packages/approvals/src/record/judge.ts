import { actionHash } from '../asking/action-hash.js';
import { folded } from '../deciding/party.js';
import type { Trust } from '../deciding/trust.js';
import { voteProblem } from '../deciding/vote-problem.js';
import type { Approval, ApprovalStatus, ApprovalVote } from './approval.js';
import type { ApprovalRecord, StoredApproval, Vote } from './approval-record.js';

export interface Judgement {
  trust: Trust;
  /** Storage clock. */
  now: number;
}

interface Ended {
  status: ApprovalStatus;
  by?: string;
  reason?: string;
  decidedAt?: number;
}

/** What a stored request amounts to. Nothing in it is believed but what this reader can check by itself. */
export function judge(stored: StoredApproval, { trust, now }: Judgement): Approval {
  const { id, record } = stored;
  const { action, description, details, tags, requester, requestedAt, expiresAt, quorum, approvers } = record;
  const { counting, warnings } = countVotes(stored, trust);
  const ended = end(stored, counting, now);
  return {
    id,
    action,
    ...(description === undefined ? {} : { description }),
    ...(details === undefined ? {} : { details }),
    tags,
    hash: actionHash(record),
    requestedBy: requester.name,
    requestedAt,
    expiresAt,
    quorum,
    ...(approvers === undefined ? {} : { approvers }),
    ...ended,
    votes: counting.map((vote) => shownVote(vote, trust)),
    ...(ended.status === 'approved' && ended.decidedAt !== undefined
      ? { usableUntil: ended.decidedAt + record.validForMs }
      : {}),
    ...(record.used === undefined ? {} : { usedAt: record.used.at, usedBy: record.used.by }),
    warnings,
  };
}

/** Votes that count: each name and each key once, the first of them. */
export function countVotes(stored: StoredApproval, trust: Trust): { counting: Vote[]; warnings: string[] } {
  const { id, record } = stored;
  if (actionHash(record) !== record.hash)
    return { counting: [], warnings: ['what is asked was changed after the request was made'] };
  const counting: Vote[] = [];
  const warnings: string[] = [];
  for (const vote of record.votes) {
    const isRepeated = counting.some((other) => isSameVoter(other, vote));
    const problem = isRepeated
      ? 'its author has voted already'
      : (voteProblem({ id, record, vote, trust }) ?? lateness(stored, vote));
    if (problem === undefined) counting.push(vote);
    else warnings.push(`the vote “${vote.verdict}” by ${vote.by} does not count: ${problem}`);
  }
  return { counting, warnings };
}

export function isSameVoter(a: Pick<Vote, 'by' | 'key'>, b: Pick<Vote, 'by' | 'key'>): boolean {
  return folded(a.by) === folded(b.by) || (a.key !== undefined && a.key === b.key);
}

/** A decider may stand still between looking and writing; the store has noted when the vote arrived. */
function lateness({ version, updatedAt, record }: StoredApproval, vote: Vote): string | undefined {
  if (vote.policy !== undefined || record.decidedVersion !== version || record.votes.at(-1)?.id !== vote.id)
    return undefined;
  if (updatedAt > record.expiresAt) return 'it was written after the request had expired';
  const isOver = vote.delegation !== undefined && updatedAt > vote.delegation.expiresAt;
  return isOver ? 'it was written after its delegation was over' : undefined;
}

function end({ record }: StoredApproval, votes: readonly Vote[], now: number): Ended {
  const deciding = decidingVote(record, votes);
  if (deciding !== undefined) {
    const { by, verdict, reason, at } = deciding;
    return { status: verdict, by, decidedAt: at, ...(reason === undefined ? {} : { reason }) };
  }
  if (record.cancelled !== undefined) {
    const { by, at, reason } = record.cancelled;
    return { status: 'cancelled', by, decidedAt: at, ...(reason === undefined ? {} : { reason }) };
  }
  return now > record.expiresAt ? { status: 'expired', decidedAt: record.expiresAt } : { status: 'pending' };
}

/** One rejection decides; so does the approval that makes the quorum. */
function decidingVote({ quorum }: ApprovalRecord, votes: readonly Vote[]): Vote | undefined {
  const rejection = votes.find(({ verdict }) => verdict === 'rejected');
  return rejection ?? votes.filter(({ verdict }) => verdict === 'approved')[Math.max(1, quorum) - 1];
}

function shownVote({ by, verdict, reason, at, key, policy }: Vote, trust: Trust): ApprovalVote {
  return { by, verdict, ...(reason === undefined ? {} : { reason }), at, authority: authorityOf() };

  function authorityOf(): ApprovalVote['authority'] {
    if (policy !== undefined) return 'policy';
    if (trust.operatorKeys.length === 0 || key === undefined) return 'unsigned';
    return trust.operatorKeys.includes(key) ? 'operator' : 'delegate';
  }
}
