import {
  type Backoff,
  type Clock,
  checkIdentity,
  checkName,
  DEFAULT_BACKOFF,
  DEFAULT_QUEUE,
  type ListTasks,
  type NewId,
  newId,
  type QueueStats,
  type Storage,
  systemClock,
  type Task,
  type TaskState,
} from '@agentcoord/core';
import { claimOne } from './claim/claim-one.js';
import { type ClaimOptions, claimRequest } from './claim/claim-options.js';
import { ClaimedTask } from './claim/claimed-task.js';
import type { QueueContext } from './queue-context.js';
import { type AddedTask, addBatch } from './tasks/add-batch.js';
import { draftBatch } from './tasks/draft-batch.js';
import type { LineSource } from './tasks/lines-of.js';
import { parseTaskLines } from './tasks/read-task-lines.js';
import type { TaskInput } from './tasks/task-input.js';
import { notFound, type WaitOptions, waitForTask } from './wait/wait-for-task.js';
import type { Handler } from './work/run-handler.js';
import type { WorkSummary } from './work/work-event.js';
import { WorkLoop } from './work/work-loop.js';
import { type WorkOptions, workPlan } from './work/work-options.js';

export interface TaskQueueOptions {
  storage: Storage;
  /** Queues of one storage are apart: a claim sees one. Default `'default'`. */
  queue?: string;
  /** Who claims: unique among all running workers. Needed to claim. */
  worker?: string;
  /** When a failed task is tried again. Default: from 1 s to 5 min, full jitter. */
  retry?: Backoff;
  clock?: Clock;
  newId?: NewId;
  /** Source of jitter, 0 to 1. */
  random?: () => number;
}

/** Tasks with priorities, tags, dependencies and retries; each claim is won by exactly one worker. */
export class TaskQueue {
  private readonly context: QueueContext;

  constructor(options: TaskQueueOptions) {
    const { storage, worker, retry = DEFAULT_BACKOFF, clock = systemClock, random = Math.random } = options;
    this.context = {
      storage,
      queue: checkName(options.queue ?? DEFAULT_QUEUE, 'queue'),
      ...(worker === undefined ? {} : { worker: checkIdentity(worker, 'worker') }),
      retry,
      clock,
      random,
      newId: options.newId ?? newId,
    };
  }

  get name(): string {
    return this.context.queue;
  }

  /** @throws `invalid_argument`, `too_large`, `unknown_dependency`, `limit_exceeded`: nothing is stored. */
  async add(task: TaskInput): Promise<AddedTask> {
    const [added] = await this.addMany([task]);
    if (added === undefined) throw new TypeError('The store acknowledged no task.');
    return added;
  }

  /**
   * Stores up to 10,000 tasks, all or none. A `key` names a task for `dependsOn` and `parent` of the
   * others, in any order. Errors name the field: `tasks[3].dependsOn[0]`.
   */
  async addMany(tasks: TaskInput[]): Promise<AddedTask[]> {
    return await addBatch(this.context, draftBatch(tasks, this.authorship));
  }

  /** Stores the tasks of a JSON Lines text or stream, all or none. Errors name the line. */
  async importLines(source: LineSource): Promise<AddedTask[]> {
    const { tasks, placeOf } = await parseTaskLines(source, this.context.newId);
    return await addBatch(this.context, draftBatch(tasks, this.authorship, placeOf));
  }

  /**
   * The next task, or undefined when there is none (within `wait`). Its lease renews itself.
   * @throws `invalid_argument`, `aborted`.
   */
  async claim(options: ClaimOptions = {}): Promise<ClaimedTask | undefined> {
    const claim = await claimOne(this.context, options);
    return claim && new ClaimedTask(this.context, claim);
  }

  /**
   * Claims and works until told to stop. What the handler returns is the task's result; when it
   * throws, the task is tried again with backoff; when it is told to stop, the task is given back.
   * @throws the error of a store that waiting does not mend; tasks that were running are given back.
   */
  async work(handler: Handler, options: WorkOptions = {}): Promise<WorkSummary> {
    const request = claimRequest(this.context, options);
    return await new WorkLoop(this.context, { request, handler, plan: workPlan(options) }).run();
  }

  async get(id: string): Promise<Task | undefined> {
    const [task] = await this.context.storage.queues.get({ taskIds: [id] });
    return task;
  }

  /** A page of this queue's tasks in the order they were added; go on with `cursor`. */
  list(filter: Omit<ListTasks, 'queue'> = {}): Promise<{ tasks: Task[]; cursor?: string }> {
    const { storage, queue } = this.context;
    return storage.queues.list({ ...filter, queue });
  }

  stats(): Promise<QueueStats> {
    const { storage, queue } = this.context;
    return storage.queues.stats({ queue });
  }

  /**
   * Ends a task that has not ended; the signal of a running handler aborts with `cancelled`.
   * `ended`: it was too late. @throws `not_found`
   */
  async cancel(
    id: string,
    options: { reason?: string; by?: string } = {},
  ): Promise<{ status: 'cancelled'; alsoCancelled: string[] } | { status: 'ended'; state: TaskState }> {
    const { storage, worker } = this.context;
    const reply = await storage.queues.cancel({ taskId: id, by: worker, ...options });
    if (reply.status === 'not_found') throw notFound(id);
    return reply;
  }

  /** Brings a failed or cancelled task back with all its attempts. `not_ended`: there was no need. @throws `not_found` */
  async retry(
    id: string,
    options: { by?: string } = {},
  ): Promise<{ status: 'requeued' | 'not_ended'; state: TaskState }> {
    const { storage, worker } = this.context;
    const reply = await storage.queues.requeue({ taskId: id, by: worker, ...options });
    if (reply.status === 'not_found') throw notFound(id);
    return reply;
  }

  /**
   * Waits until the task has ended, and returns it once it is completed.
   * @throws `not_found`, `task_failed` (`data.failures`), `cancelled`, `timeout`, `aborted`.
   */
  waitFor(id: string, options: WaitOptions = {}): Promise<Task> {
    return waitForTask(this.context, id, options);
  }

  private get authorship(): { newId: NewId; createdBy: string | undefined } {
    return { newId: this.context.newId, createdBy: this.context.worker };
  }
}
