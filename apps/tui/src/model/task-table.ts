import { hasEnded, type Task, type TaskState } from '@agentcoord/core';
import type { SeenEvent } from './seen-event.js';
import { changedRow, rowOfAdded, rowOfTask, type TaskRow } from './task-row.js';

/** Ended tasks beyond this many are only counted, the oldest first: memory stays flat however long a run is. */
const MAX_ROWS = 50_000;

export type TaskCounts = Record<TaskState, number>;

/** The tasks of the default queue. Applying an event twice, or one older than what is known, changes nothing. */
export class TaskTable {
  /** Grows with every change; what is computed from the rows is computed anew only then. */
  revision = 0;
  readonly counts: TaskCounts = noTasks();
  private rows = new Map<string, TaskRow>();
  private forgotten = 0;

  constructor(private readonly maxRows = MAX_ROWS) {}

  get size(): number {
    return this.rows.size;
  }

  get(id: string): TaskRow | undefined {
    return this.rows.get(id);
  }

  all(): IterableIterator<TaskRow> {
    return this.rows.values();
  }

  /**
   * Tasks were forgotten, and so their states: one that is retried is counted as new. The store then says from time to
   * time how many there are of what (`recount`); in between events keep the counts near.
   */
  get isPartial(): boolean {
    return this.forgotten > 0;
  }

  recount(counts: TaskCounts): void {
    Object.assign(this.counts, counts);
    this.revision += 1;
  }

  /** A fresh look at the whole begins. */
  clear(): void {
    this.rows = new Map();
    this.forgotten = 0;
    Object.assign(this.counts, noTasks());
    this.revision += 1;
  }

  put(task: Task): void {
    const known = this.rows.get(task.id);
    if (known === undefined || known.version < task.version) this.store(rowOfTask(task));
  }

  /** False for a task that is not known, and has to be asked for. */
  apply(event: SeenEvent): boolean {
    const known = this.rows.get(event.id);
    if (known !== undefined) {
      if (event.version > known.version) this.store(changedRow(known, event));
      return true;
    }
    const added = event.type === 'task-added' ? rowOfAdded(event) : undefined;
    if (added !== undefined) this.store(added);
    return added !== undefined;
  }

  private store(row: TaskRow): void {
    const before = this.rows.get(row.id);
    if (before !== undefined) this.counts[before.state] -= 1;
    this.counts[row.state] += 1;
    this.rows.set(row.id, row);
    this.revision += 1;
    if (this.rows.size > this.maxRows) this.forgetEnded();
  }

  /** In the order they were added; a tenth at once, so that it does not happen with every event. */
  private forgetEnded(): void {
    let excess = Math.ceil(this.maxRows / 10);
    for (const [id, { state }] of this.rows) {
      if (excess === 0) return;
      if (!hasEnded(state)) continue;
      this.rows.delete(id);
      this.forgotten += 1;
      excess -= 1;
    }
  }
}

function noTasks(): TaskCounts {
  return { blocked: 0, scheduled: 0, ready: 0, claimed: 0, completed: 0, failed: 0, cancelled: 0 };
}
