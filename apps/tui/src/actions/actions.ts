import type { ApprovalWorkflow } from '@agentcoord/approvals';
import type { CoordinationClient } from '@agentcoord/client';
import { AgentCoordError } from '@agentcoord/core';
import type { TaskInput } from '@agentcoord/queue';
import type { WorkerSpawner } from '@agentcoord/spawner';

export interface ActionParts {
  client: CoordinationClient;
  /** Who acts, for records. */
  actor: string;
  /** A workflow that may decide: with the operator's key, where keys are pinned. */
  openDecider: () => Promise<ApprovalWorkflow>;
  openSpawner: () => Promise<WorkerSpawner>;
}

/** What can be done from the screen: the same calls as the commands of that name make. Each answers in a sentence. */
export class Actions {
  constructor(private readonly parts: ActionParts) {}

  async addTask(task: TaskInput): Promise<string> {
    const { client, actor } = this.parts;
    const { id, state, status } = await client.queue.add({ ...task, createdBy: actor });
    return status === 'added'
      ? `Added ${id} (${state}).`
      : `Nothing added: ${id} (${state}) is the same task.`;
  }

  /** @param request.hash of what was on the screen: a request that says something else by now is not decided. */
  async decide(request: {
    id: string;
    hash: string;
    verdict: 'approve' | 'reject';
    reason: string;
  }): Promise<string> {
    const { id, hash, verdict, reason } = request;
    const workflow = await this.parts.openDecider();
    const decided = await workflow[verdict](id, { hash, ...(reason === '' ? {} : { reason }) });
    const votes = decided.status === 'pending' ? ` (${decided.votes.length} of ${decided.quorum} votes)` : '';
    return `${verdict === 'approve' ? 'Approved' : 'Denied'} ${decided.action}${votes}.`;
  }

  async retry(id: string): Promise<string> {
    const { client, actor } = this.parts;
    const { status, state } = await client.queue.retry(id, { by: actor });
    return status === 'requeued' ? `${id} is ${state} again.` : `${id} has not ended: it is ${state}.`;
  }

  async cancel(id: string, reason: string): Promise<string> {
    const { client, actor } = this.parts;
    const reply = await client.queue.cancel(id, { by: actor, ...(reason === '' ? {} : { reason }) });
    if (reply.status === 'ended') return `Too late: ${id} is ${reply.state}.`;
    const others = reply.alsoCancelled.length;
    return `Cancelled ${id}${others === 0 ? '' : ` and ${others} that depend on it`}.`;
  }

  async unlock(lock: { grantId: string; path: string }, reason: string): Promise<string> {
    const { client, actor } = this.parts;
    const { revoked } = await client.storage.leases.revoke({
      grantId: lock.grantId,
      by: actor,
      reason: reason === '' ? `released by ${actor} in the dashboard` : reason,
    });
    const [taken] = revoked;
    return taken === undefined
      ? `Nobody holds ${lock.path} any more.`
      : `Took ${lock.path} away from ${taken.holder}.`;
  }

  /** A worker that was spawned is stopped with all it started; any other agent is asked to stop. */
  async kill({ name, incarnation }: { name: string; incarnation: string }): Promise<string> {
    const { client, actor } = this.parts;
    const now = await client.registry.get(name);
    if (now !== undefined && now.incarnation !== incarnation)
      return `${name} has begun another life meanwhile: nothing was stopped.`;
    await using spawner = await this.parts.openSpawner();
    try {
      const { outcome } = await spawner.stop(name);
      return `${name}: ${outcome.replaceAll('_', ' ')}`;
    } catch (error) {
      if (!AgentCoordError.is(error, 'not_found')) throw error;
      await client.registry.askToStop(name, { by: actor, reason: 'stopped in the dashboard' });
      return `${name} was asked to stop; it was not started by agentcoord spawn.`;
    }
  }
}
