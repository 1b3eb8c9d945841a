import {
  type Clock,
  checkId,
  checkIdentity,
  type NewId,
  newId,
  type Signer,
  type Storage,
  systemClock,
} from '@agentcoord/core';
import type { ApprovedAction } from './asking/action-hash.js';
import type { ApprovalInput } from './asking/approval-input.js';
import { ask } from './asking/ask.js';
import { cancel } from './asking/cancel.js';
import { type ApprovalContext, look } from './context.js';
import { decide } from './deciding/decide.js';
import type { Delegation } from './deciding/delegation.js';
import { partyOf } from './deciding/party.js';
import { checkTrust, type TrustOptions } from './deciding/trust.js';
import type { Approval } from './record/approval.js';
import { ApprovalRecords } from './record/approval-records.js';
import { judge } from './record/judge.js';
import { consume } from './using/consume.js';
import { type EndedApproval, type WaitOptions, waitForDecision } from './waiting/wait-for-decision.js';

export interface ApprovalWorkflowOptions extends TrustOptions {
  storage: Storage;
  /** Who acts: `<name>#<incarnation>` of a registered agent, or a name such as `operator`. */
  actor: string;
  /** Signs this actor's decisions: the operator's key, or an agent's own with a `delegation`. */
  signer?: Signer;
  delegation?: Delegation;
  clock?: Clock;
  newId?: NewId;
}

export interface DecisionOptions {
  /** At most 2,000 characters. */
  reason?: string;
  /** The hash of what was shown to who decides; a request that has another one by now is not decided. */
  hash?: string;
}

/** Requests that wait for somebody else's yes: durable, decided once, never by who asked. */
export class ApprovalWorkflow {
  private readonly context: ApprovalContext;

  constructor(options: ApprovalWorkflowOptions) {
    const { storage, signer, delegation } = options;
    this.context = {
      storage,
      records: new ApprovalRecords(storage),
      trust: checkTrust(options),
      self: partyOf(checkIdentity(options.actor, 'actor'), signer?.publicKey),
      ...(signer === undefined ? {} : { signer }),
      ...(delegation === undefined ? {} : { delegation }),
      clock: options.clock ?? systemClock,
      newId: options.newId ?? newId,
    };
  }

  /** Asks, without waiting. With an `id` that is there already: the same request again. @throws `already_exists` when it is another. */
  request(input: ApprovalInput): Promise<Approval> {
    return ask(this.context, input);
  }

  /** Waits until it is approved, rejected, expired (which is denied) or cancelled. @throws `not_found`, `aborted`. */
  wait(id: string, options?: WaitOptions): Promise<EndedApproval> {
    return waitForDecision(this.context, checkId(id, 'id'), options);
  }

  /** Asks and waits. */
  async requestAndWait(input: ApprovalInput, options?: WaitOptions): Promise<EndedApproval> {
    const { id } = await this.request(input);
    return this.wait(id, options);
  }

  /**
   * @throws `not_found`; `conflict` when it has ended, naming who and when; `misconfigured` for who asked
   * it, who is no approver, or has no key that counts; `storage_corrupt` when its text was changed.
   */
  approve(id: string, options: DecisionOptions = {}): Promise<Approval> {
    return decide(this.context, checkId(id, 'id'), { ...options, verdict: 'approved' });
  }

  /** As `approve`. One rejection ends a request, whatever its quorum. */
  reject(id: string, options: DecisionOptions = {}): Promise<Approval> {
    return decide(this.context, checkId(id, 'id'), { ...options, verdict: 'rejected' });
  }

  /** Takes one's own request back. @throws `not_found`, `conflict`, `misconfigured` for anybody else's. */
  cancel(id: string, options: { reason?: string } = {}): Promise<Approval> {
    return cancel(this.context, checkId(id, 'id'), options);
  }

  /**
   * Call it right before acting, with exactly what will be done: succeeds once, while the approval is good.
   * @throws `conflict` when it is not approved, for another action, too old, or used. Then do not act.
   */
  consume(id: string, action: ApprovedAction): Promise<Approval> {
    return consume(this.context, checkId(id, 'id'), action);
  }

  /** @throws `not_found`. */
  async get(id: string): Promise<Approval> {
    return (await look(this.context, checkId(id, 'id'))).approval;
  }

  /** Oldest first. `pending`: only those that wait for a decision. */
  async list(filter: { pending?: boolean } = {}): Promise<Approval[]> {
    const { records, storage, trust } = this.context;
    const found = await records.list(filter.pending === true);
    const now = await storage.now();
    const approvals = found
      .map((stored) => judge(stored, { trust, now }))
      .sort((a, b) => a.requestedAt - b.requestedAt || (a.id < b.id ? -1 : 1));
    return filter.pending === true ? approvals.filter(({ status }) => status === 'pending') : approvals;
  }
}
