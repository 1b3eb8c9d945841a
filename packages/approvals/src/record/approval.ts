import type { JsonObject } from '@agentcoord/core';
import type { Verdict } from './approval-record.js';

export type ApprovalStatus = 'pending' | 'approved' | 'rejected' | 'expired' | 'cancelled';

export interface ApprovalVote {
  by: string;
  verdict: Verdict;
  reason?: string;
  at: number;
  /** `operator`: signed by a pinned key; `delegate`: by a key an operator delegated to; `policy`; or not signed at all. */
  authority: 'operator' | 'delegate' | 'policy' | 'unsigned';
}

/** A request as one reader sees it, judged by its own configuration. Times are of the storage's clock. */
export interface Approval {
  id: string;
  action: string;
  description?: string;
  details?: JsonObject;
  tags: string[];
  /** SHA-256 of action, description, details and tags; recomputed from what is shown. */
  hash: string;
  requestedBy: string;
  requestedAt: number;
  expiresAt: number;
  quorum: number;
  approvers?: string[];
  status: ApprovalStatus;
  /** Who ended it. */
  by?: string;
  reason?: string;
  decidedAt?: number;
  /** Those that count. */
  votes: ApprovalVote[];
  /** While approved: it can be used until then. */
  usableUntil?: number;
  usedAt?: number;
  usedBy?: string;
  /** What is in the store and does not count, in words: votes without a right signature, changed text. */
  warnings: string[];
}
