import type { ApprovalContext } from '../context.js';
import { isSameParty } from '../deciding/party.js';
import { policyFor } from '../deciding/policy.js';
import { otherRequestError } from '../errors.js';
import type { Approval } from '../record/approval.js';
import type { ApprovalRecord, Vote } from '../record/approval-record.js';
import { judge } from '../record/judge.js';
import { actionHash } from './action-hash.js';
import { type ApprovalInput, type CheckedInput, checkInput } from './approval-input.js';

/**
 * Stores a request, or finds the one of the same id: a process that was killed asks again with its id
 * and goes on waiting. A policy of this project decides at once.
 */
export async function ask(context: ApprovalContext, input: ApprovalInput): Promise<Approval> {
  const checked = checkInput(input);
  const { storage, records, trust, newId } = context;
  const id = checked.id ?? newId('approval');
  const now = await storage.now();
  const record = newRecord(context, checked, now);
  const isOurs = (stored: ApprovalRecord): boolean => isRepeated(context, record, stored);
  const isStored = await records.put(
    { id, record, ifVersion: 0, isOurs },
    record.votes.length >= record.quorum ? 'ended' : 'open',
  );
  const stored = await records.get(id);
  if (stored === undefined || !(isStored || isOurs(stored.record))) throw otherRequestError(id);
  return judge(stored, { trust, now: Math.max(now, stored.updatedAt) });
}

function newRecord(
  { self, trust, newId }: ApprovalContext,
  input: CheckedInput,
  now: number,
): ApprovalRecord {
  const { id: _id, timeoutMs, ...asked } = input;
  const policy = policyFor(trust.policies, input);
  const vote: Vote | undefined = policy && {
    id: newId('vote'),
    by: `policy ${policy.name}`,
    verdict: 'approved',
    at: now,
    policy: policy.name,
  };
  return {
    ...asked,
    hash: actionHash(input),
    requester: self,
    requestedAt: now,
    expiresAt: now + timeoutMs,
    votes: vote === undefined ? [] : [vote],
  };
}

/** The same action, asked by the same one: by its earlier life as well. */
function isRepeated({ self }: ApprovalContext, asked: ApprovalRecord, stored: ApprovalRecord): boolean {
  return stored.hash === asked.hash && isSameParty(stored.requester, self);
}
