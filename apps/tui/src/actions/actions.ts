import type { ApprovalWorkflow } from '@agentcoord/approvals';
import { Board, type SendReceipt } from '@agentcoord/board';
import type { CoordinationClient } from '@agentcoord/client';
import { AgentCoordError } from '@agentcoord/core';
import type { TaskInput } from '@agentcoord/queue';
import type { WorkerSpawner } from '@agentcoord/spawner';
import { nameOf } from '../view/name-of.js';
import type { ScaleWorkers, StartWorkers, Workforce } from './workforce.js';

export interface ActionParts {
  client: CoordinationClient;
  /** Who acts, for records. */
  actor: string;
  /** A workflow that may decide: with the operator's key, where keys are pinned. */
  openDecider: () => Promise<ApprovalWorkflow>;
  openSpawner: () => Promise<WorkerSpawner>;
  workforce: Workforce;
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
      : `Took ${lock.path} away from ${nameOf(taken.holder)}.`;
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

  async startWorkers(request: StartWorkers): Promise<string> {
    const names = await this.parts.workforce.start(request);
    return `Started ${names.join(', ')}.`;
  }

  async scaleWorkers(request: ScaleWorkers): Promise<string> {
    const { before, started, leaving } = await this.parts.workforce.scale(request);
    const pool = `${request.count === 1 ? '1 worker' : `${request.count} workers`}${
      request.tags.length === 0 ? '' : ` for ${request.tags.join(' ')}`
    }`;
    if (started.length > 0) return `${pool}: ${before} ran, started ${started.join(', ')}.`;
    if (leaving.length === 0) return `${pool}, as before.`;
    const how = request.now ? 'stopped' : 'when their task is done';
    return `${pool}: ${before} ran, these leave (${how}): ${leaving.join(', ')}.`;
  }

  async reply(thread: { id: string; title: string }, message: string): Promise<string> {
    const receipt = await this.board().reply(thread.id, { message });
    return `Replied in ${thread.title}${whoGetsIt(receipt)}`;
  }

  /** Lies in the agent's inbox, which it looks into between two steps of its work. */
  async sendMessage(agent: string, message: string): Promise<string> {
    const receipt = await this.board().send({ to: agent, message });
    if (receipt.undelivered.some(({ source }) => source === 'to'))
      throw new AgentCoordError('not_found', `${agent} will not get it: nobody of that name is here.`);
    return `Sent${whoGetsIt(receipt)}`;
  }

  /** As whoever acts: the operator's dashboard speaks for the operator. */
  private board(): Board {
    const { client, actor } = this.parts;
    return new Board({
      storage: client.storage,
      author: actor,
      resolve: () => client.registry.list(),
    });
  }
}

function whoGetsIt({ status, deliveries }: SendReceipt): string {
  if (status === 'queued') return ': it is kept here and goes out when Redis is back.';
  if (deliveries.length === 0) return ': all can read it.';
  return ` to ${deliveries.map(({ agent }) => agent).join(', ')}.`;
}
