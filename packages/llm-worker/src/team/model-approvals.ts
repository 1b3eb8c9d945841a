import type { ApprovedAction } from '@agentcoord/approvals';
import { toAgentCoordError } from '@agentcoord/core';
import type { Team } from '../ports/team.js';
import { type TeamParts, withinLimit } from './team-parts.js';

export interface WantedApproval {
  action: string;
  description: string;
  timeoutMs: number;
}

export interface ApprovalAnswer {
  id: string;
  status: 'approved' | 'rejected' | 'expired' | 'cancelled';
  by?: string;
  reason?: string;
}

const MAX_REQUESTS = 10;

/**
 * Before every action a model asks for: no request of a model is ever taken for one that the product itself makes
 * and acts on, such as `budget:raise`, and a policy that approves `deploy` does not approve a model's.
 */
const MODEL_ACTION = 'model:';

/** Requests of one task. The answer goes to the model; it opens nothing by itself. */
export class ModelApprovals {
  private requested = 0;

  constructor(
    private readonly approvals: NonNullable<Team['approvals']>,
    private readonly parts: TeamParts,
  ) {}

  /** Asks and waits. A yes is used up by being told: another time is another request. */
  async request(
    wanted: WantedApproval,
    signal: AbortSignal,
    onAsked: (id: string) => void | Promise<void>,
  ): Promise<ApprovalAnswer> {
    withinLimit(
      'requests for approval',
      this.requested,
      MAX_REQUESTS,
      'Leave the rest to a person, and say so in the summary.',
    );
    this.requested += 1;
    const { task, out, onWait } = this.parts;
    const action: ApprovedAction = {
      action: `${MODEL_ACTION}${out.line(wanted.action, 100)}`,
      description: out.text(wanted.description, 4_000),
      details: { task: task.id, title: out.line(task.title, 200), attempt: task.attempt },
      tags: ['model'],
    };
    const { id } = await this.approvals.request({ ...action, tags: ['model'], timeout: wanted.timeoutMs });
    const resume = onWait(`approval of ${action.action}`);
    try {
      await onAsked(id);
      const { status, by, reason } = await this.approvals.wait(id, { signal });
      if (status === 'approved') await this.approvals.consume(id, action);
      return { id, status, ...(by === undefined ? {} : { by }), ...(reason === undefined ? {} : { reason }) };
    } catch (error) {
      throw signal.aborted ? toAgentCoordError(signal.reason) : error;
    } finally {
      resume();
    }
  }
}
