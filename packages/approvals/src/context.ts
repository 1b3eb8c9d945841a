import type { Clock, NewId, Signer, Storage } from '@agentcoord/core';
import type { Delegation } from './deciding/delegation.js';
import type { Party } from './deciding/party.js';
import type { Trust } from './deciding/trust.js';
import { notFoundError } from './errors.js';
import type { Approval } from './record/approval.js';
import type { StoredApproval } from './record/approval-record.js';
import type { ApprovalRecords } from './record/approval-records.js';
import { judge } from './record/judge.js';

/** What every step of a workflow stands on. */
export interface ApprovalContext {
  storage: Storage;
  records: ApprovalRecords;
  trust: Trust;
  self: Party;
  signer?: Signer;
  delegation?: Delegation;
  clock: Clock;
  newId: NewId;
}

export interface Seen {
  stored: StoredApproval;
  approval: Approval;
}

/** One request as it is now. @throws `not_found`. */
export async function look(
  context: ApprovalContext,
  id: string,
  options: { signal?: AbortSignal } = {},
): Promise<Seen> {
  const stored = await context.records.get(id, options);
  if (stored === undefined) throw notFoundError(id);
  // After the read: a time from before it could judge a vote that had not been made yet.
  const now = await context.storage.now(options);
  return { stored, approval: judge(stored, { trust: context.trust, now }) };
}
