import type { HeldTask } from '@agentcoord/client';
import { AgentCoordError, describeThrown } from '@agentcoord/core';
import type { HeldLock } from '@agentcoord/locks';
import { clipLine } from '../answers/clip.js';
import type { Notices } from './notices.js';

/** The tasks and locks of one connection, so that a later call can name them. What is lost meanwhile is told. */
export class HeldWork {
  private readonly tasks = new Map<string, HeldTask>();
  private readonly locks = new Map<string, HeldLock>();

  constructor(private readonly notices: Notices) {}

  get isEmpty(): boolean {
    return this.tasks.size === 0 && this.locks.size === 0;
  }

  addTask(task: HeldTask): void {
    this.tasks.set(task.id, task);
    task.signal.addEventListener(
      'abort',
      () => {
        if (this.tasks.get(task.id) !== task || task.settled) return;
        this.tasks.delete(task.id);
        this.notices.add(
          `You no longer hold task ${task.id} (${quoted(task.title)}): ${why(task.signal)} Stop working on it.`,
        );
      },
      { once: true },
    );
  }

  addLock(lock: HeldLock): void {
    this.locks.set(lock.grantId, lock);
    lock.signal.addEventListener(
      'abort',
      () => {
        if (!this.locks.delete(lock.grantId)) return;
        this.notices.add(
          `You no longer hold the lock on ${lock.paths.map(quoted).join(', ')}: ${why(lock.signal)} ` +
            'Do not write there before lock_files grants it again.',
        );
      },
      { once: true },
    );
  }

  /** @throws `not_found` for what this connection does not hold. */
  task(id: string): HeldTask {
    const task = this.tasks.get(id);
    if (task !== undefined) return task;
    throw new AgentCoordError(
      'not_found',
      `You hold no task ${quoted(id)}. Tasks are settled by the connection that claimed them: call claim_task, or get_task to see who has it.`,
      { data: { taskId: id.slice(0, 200) } },
    );
  }

  dropTask(id: string): void {
    this.tasks.delete(id);
  }

  taskIds(): string[] {
    return [...this.tasks.keys()];
  }

  heldLocks(): HeldLock[] {
    return [...this.locks.values()];
  }

  dropLock(lock: HeldLock): void {
    this.locks.delete(lock.grantId);
  }

  /** Nothing is told of what is given up together with the session it belonged to. */
  clear(): void {
    this.tasks.clear();
    this.locks.clear();
  }
}

function why(signal: AbortSignal): string {
  return clipLine(describeThrown(signal.reason), 500);
}

function quoted(text: string): string {
  return JSON.stringify(clipLine(text, 200));
}
