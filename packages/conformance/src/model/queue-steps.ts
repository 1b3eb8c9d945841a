import { AgentCoordError, type Storage, type TaskOutcome } from '@agentcoord/core';
import { expect } from 'vitest';
import type { ModelClaim, ModelTask, QueueModel } from './queue-model.js';

interface Claimed {
  fence: number;
  serial: number;
}

/** Takes each step of the queue on the storage and on the model, and compares the answers. */
export class QueueSteps {
  private readonly claims = new Map<string, Claimed[]>();

  constructor(
    private readonly storage: Storage,
    private readonly model: QueueModel,
  ) {}

  async push(tasks: ModelTask[], now: number): Promise<void> {
    await this.heal(now);
    // Left to the storage: what a push does below a dependency that has failed, and what it finds
    // wrong with a task that is there already.
    if (tasks.some((task) => this.isDoomed(task))) return;
    if (tasks.some((task) => this.model.tasks.has(task.id) && task.dependsOn.length > 0)) return;
    const wishes = tasks.map((task) => ({ title: task.id, ...task }));
    const reply = await this.storage.queues.push({ tasks: wishes }).catch((error: unknown) => {
      if (AgentCoordError.is(error, 'unknown_dependency')) return undefined;
      throw error;
    });
    const expected = this.model.push(tasks, now);
    const got = reply?.tasks.map(({ status, state }) => ({ status, state }));
    expect(got).toEqual(expected);
  }

  async claim(request: ModelClaim, now: number): Promise<void> {
    const reply = await this.storage.queues.claim(request);
    const expected = this.model.claim(request, now);
    const claims = reply.status === 'claimed' ? reply.claims : [];
    const got = claims.map((claim) => ({ id: claim.task.id, attempts: claim.task.attempts }));
    expect(got).toEqual(expected.map(({ id, attempts }) => ({ id, attempts })));
    for (const [index, claim] of claims.entries()) {
      const known = this.claims.get(claim.task.id) ?? [];
      const serial = expected[index]?.serial ?? 0;
      this.claims.set(claim.task.id, [...known, { fence: claim.fence, serial }]);
    }
    if (reply.status !== 'empty') return;
    const states = [...this.model.tasks.values()].map((task) => task.state);
    const due = states.includes('claimed') || states.includes('scheduled');
    expect(reply.nextDueAt !== undefined, 'something is due').toBe(due);
  }

  async settle(id: string, late: boolean, outcome: TaskOutcome, now: number): Promise<void> {
    await this.heal(now);
    const { fence, serial } = this.claimOf(id, late);
    const reply = await this.storage.queues.settle({ taskId: id, fence, outcome });
    expect(reply.status).toBe(this.model.settle(id, serial, outcome, now));
  }

  async renew(id: string, late: boolean, now: number): Promise<void> {
    const leaseMs = 36_000_000;
    const { fence, serial } = this.claimOf(id, late);
    const reply = await this.storage.queues.renew({ taskId: id, fence, leaseMs });
    expect(reply.status).toBe(this.model.renew(id, serial, leaseMs, now));
  }

  async cancel(id: string, now: number): Promise<void> {
    await this.heal(now);
    const reply = await this.storage.queues.cancel({ taskId: id });
    const shown =
      reply.status === 'cancelled'
        ? { ...reply, alsoCancelled: reply.alsoCancelled.sort() }
        : { status: reply.status };
    expect(shown).toEqual(this.model.cancel(id, now));
  }

  async requeue(id: string, now: number): Promise<void> {
    await this.heal(now);
    const task = this.model.tasks.get(id);
    // Left to the storage: a completed task, a delay that is not over, a dependency that has failed.
    if (task && (task.state === 'completed' || task.dueAt > now || this.isDoomed(task))) return;
    const reply = await this.storage.queues.requeue({ taskId: id });
    expect(reply.status).toBe(this.model.requeue(id, now));
  }

  async evict(worker: string, now: number): Promise<void> {
    await this.heal(now);
    const { taskIds } = await this.storage.queues.evict({ worker, reason: 'test' });
    expect(taskIds.sort()).toEqual(this.model.evict(worker, now));
  }

  async compareAll(now: number): Promise<void> {
    await this.heal(now);
    const expected = [...this.model.tasks.values()].map(({ id, state, attempts }) => ({
      id,
      state,
      attempts,
    }));
    const { tasks } = await this.storage.queues.list({});
    expect(tasks.map(({ id, state, attempts }) => ({ id, state, attempts }))).toEqual(expected);
    const { counts } = await this.storage.queues.stats({});
    for (const [state, count] of Object.entries(counts)) {
      expect(count, `tasks that are ${state}`).toBe(expected.filter((task) => task.state === state).length);
    }
  }

  /** Only some verbs must move what is due; the others meet it moved, so that their answers are determined. */
  private async heal(now: number): Promise<void> {
    await this.storage.queues.stats({});
    this.model.heal(now);
  }

  private isDoomed(task: ModelTask): boolean {
    if (task.onDependencyFailure !== 'cancel') return false;
    return task.dependsOn.some((id) => {
      const state = this.model.tasks.get(id)?.state;
      return state === 'failed' || state === 'cancelled';
    });
  }

  private claimOf(id: string, late: boolean): Claimed {
    const claims = this.claims.get(id) ?? [];
    return (late ? claims[0] : claims.at(-1)) ?? { fence: 1, serial: -1 };
  }
}
