import type { TaskOutcome, TaskState } from '@agentcoord/core';

export interface ModelTask {
  id: string;
  priority: number;
  tags: string[];
  requires: string[];
  dependsOn: string[];
  onDependencyFailure: 'block' | 'cancel';
  delayMs: number;
  maxAttempts: number;
}

export interface QueuedTask extends ModelTask {
  sequence: number;
  state: TaskState;
  attempts: number;
  dueAt: number;
  claim?: { serial: number; worker: string; expiresAt: number };
}

export interface ModelClaim {
  worker: string;
  tags: string[];
  capabilities: string[];
  limit: number;
  leaseMs: number;
}

/** The rules of the queue in their plainest form: one list, sorted and searched anew by every call. */
export class QueueModel {
  readonly tasks = new Map<string, QueuedTask>();
  private serial = 0;

  /** `undefined`: a dependency is unknown, nothing was stored. */
  push(
    wishes: ModelTask[],
    now: number,
  ): Array<{ status: 'added' | 'duplicate'; state: TaskState }> | undefined {
    const known = new Set([...this.tasks.keys(), ...wishes.map((wish) => wish.id)]);
    const fresh = wishes.filter((wish) => !this.tasks.has(wish.id));
    if (fresh.some((wish) => wish.dependsOn.some((id) => !known.has(id)))) return undefined;
    for (const wish of fresh) {
      const sequence = this.tasks.size;
      this.tasks.set(wish.id, {
        ...wish,
        sequence,
        state: 'blocked',
        attempts: 0,
        dueAt: now + wish.delayMs,
      });
    }
    for (const wish of fresh) this.free(this.task(wish.id), now);
    return wishes.map((wish) => ({
      status: fresh.includes(wish) ? 'added' : 'duplicate',
      state: this.task(wish.id).state,
    }));
  }

  /** Ids with the serial number of each claim. */
  claim(request: ModelClaim, now: number): Array<{ id: string; serial: number; attempts: number }> {
    this.heal(now);
    const able = [...this.tasks.values()].filter((task) => task.state === 'ready' && suits(task, request));
    able.sort((one, other) => other.priority - one.priority || one.sequence - other.sequence);
    return able.slice(0, request.limit).map((task) => {
      this.serial += 1;
      task.state = 'claimed';
      task.attempts += 1;
      task.claim = { serial: this.serial, worker: request.worker, expiresAt: now + request.leaseMs };
      return { id: task.id, serial: this.serial, attempts: task.attempts };
    });
  }

  settle(id: string, serial: number, outcome: TaskOutcome, now: number): 'settled' | 'fenced' {
    this.heal(now);
    const task = this.tasks.get(id);
    if (task?.claim?.serial !== serial) return 'fenced';
    delete task.claim;
    if (outcome.kind === 'complete') this.complete(task, now);
    else if (outcome.kind === 'bury') this.fail(task);
    else if (outcome.kind === 'release') {
      task.attempts -= 1;
      task.state = 'ready';
    } else if (task.attempts >= task.maxAttempts) this.fail(task);
    else {
      task.dueAt = now + outcome.delayMs;
      task.state = outcome.delayMs > 0 ? 'scheduled' : 'ready';
    }
    return 'settled';
  }

  renew(id: string, serial: number, leaseMs: number, now: number): 'renewed' | 'lost' {
    this.heal(now);
    const claim = this.tasks.get(id)?.claim;
    if (claim?.serial !== serial) return 'lost';
    claim.expiresAt = now + leaseMs;
    return 'renewed';
  }

  cancel(id: string, now: number): { status: string; alsoCancelled?: string[] } {
    this.heal(now);
    const task = this.tasks.get(id);
    if (!task) return { status: 'not_found' };
    if (isEnd(task.state)) return { status: 'ended' };
    delete task.claim;
    task.state = 'cancelled';
    return { status: 'cancelled', alsoCancelled: this.cascade(task).sort() };
  }

  requeue(id: string, now: number): string {
    this.heal(now);
    const task = this.tasks.get(id);
    if (!task) return 'not_found';
    if (!isEnd(task.state)) return 'not_ended';
    task.attempts = 0;
    task.state = 'blocked';
    this.free(task, now);
    return 'requeued';
  }

  evict(worker: string, now: number): string[] {
    this.heal(now);
    const taken = [...this.tasks.values()].filter((task) => task.claim?.worker === worker);
    for (const task of taken) this.loseClaim(task);
    return taken.map((task) => task.id).sort();
  }

  heal(now: number): void {
    for (const task of this.tasks.values()) {
      if (task.claim && task.claim.expiresAt <= now) this.loseClaim(task);
      else if (task.state === 'scheduled' && task.dueAt <= now) task.state = 'ready';
    }
  }

  private loseClaim(task: QueuedTask): void {
    delete task.claim;
    if (task.attempts >= task.maxAttempts) this.fail(task);
    else task.state = 'ready';
  }

  private complete(task: QueuedTask, now: number): void {
    task.state = 'completed';
    for (const dependent of this.dependents(task)) {
      if (dependent.state === 'blocked') this.free(dependent, now);
    }
  }

  private fail(task: QueuedTask): void {
    task.state = 'failed';
    this.cascade(task);
  }

  private cascade(task: QueuedTask): string[] {
    return this.dependents(task).flatMap((dependent) => {
      if (dependent.onDependencyFailure !== 'cancel' || isEnd(dependent.state)) return [];
      dependent.state = 'cancelled';
      return [dependent.id, ...this.cascade(dependent)];
    });
  }

  private free(task: QueuedTask, now: number): void {
    if (task.dependsOn.some((id) => this.tasks.get(id)?.state !== 'completed')) return;
    task.state = task.dueAt > now ? 'scheduled' : 'ready';
  }

  private dependents(task: QueuedTask): QueuedTask[] {
    return [...this.tasks.values()].filter((other) => other.dependsOn.includes(task.id));
  }

  private task(id: string): QueuedTask {
    const task = this.tasks.get(id);
    if (!task) throw new Error(`the model lost ${id}`);
    return task;
  }
}

function suits(task: ModelTask, request: ModelClaim): boolean {
  const shares = request.tags.length === 0 || task.tags.some((tag) => request.tags.includes(tag));
  return shares && task.requires.every((capability) => request.capabilities.includes(capability));
}

function isEnd(state: TaskState): boolean {
  return state === 'completed' || state === 'failed' || state === 'cancelled';
}
