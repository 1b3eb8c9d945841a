// Approvals

export {
  ApprovalWorkflow,
  type ApprovalWorkflowOptions,
  type DecisionOptions,
} from './approval-workflow.js';
// Asking
export { type ApprovedAction, actionHash } from './asking/action-hash.js';
export type { ApprovalInput } from './asking/approval-input.js';
export { matchesAction } from './deciding/action-pattern.js';
// Whose yes counts
export { createDelegation, type Delegation, type NewDelegation } from './deciding/delegation.js';
export { Delegations } from './deciding/delegations.js';
export type { AutoApprove } from './deciding/policy.js';
export type { TrustOptions } from './deciding/trust.js';
export type { Approval, ApprovalStatus, ApprovalVote } from './record/approval.js';
// Looking at requests
export type { Verdict } from './record/approval-record.js';
export type { EndedApproval, WaitOptions } from './waiting/wait-for-decision.js';
