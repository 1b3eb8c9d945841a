import {
  AgentCoordError,
  backoffMs,
  pause,
  type Storage,
  type Task,
  type TaskState,
  throwIfAborted,
} from '@agentcoord/core';

const LOOK_AGAIN_MS = 400;
const GOING_ON: ReadonlySet<TaskState> = new Set(['ready', 'claimed', 'scheduled']);

export interface RunChange {
  task: Task;
  /** Left out at the first look. */
  before?: Task;
}

export interface FollowRun {
  storage: Storage;
  /** The tag that all tasks of the run have, and those that they created. */
  run: string;
  signal: AbortSignal;
  onChange(change: RunChange): void;
  /** Before each wait, with what can still go on: to see to it that somebody does it. Throws to give up. */
  onLook(open: readonly Task[]): Promise<void>;
  /** The store does not answer, now and for a while; it is asked again until `signal` fires. */
  onTrouble?(error: AgentCoordError): void;
}

/** What waiting may mend. */
const AWAY = ['storage_unavailable', 'storage_unknown', 'not_owner'] as const;
const BACKOFF = { baseMs: LOOK_AGAIN_MS, maxMs: 5_000 };

/** Whether something of these tasks can still happen by itself. What is blocked now waits for one that failed. */
function openOf(tasks: readonly Task[]): Task[] {
  return tasks.filter(({ state }) => GOING_ON.has(state));
}

/**
 * Tells every change of the tasks of a run until none can go on, and returns them as they are then. What is stored
 * decides; signals only make it prompt. A store that is away is waited for.
 */
export async function followRun(options: FollowRun): Promise<Task[]> {
  const { signal } = options;
  const known = new Map<string, Task>();
  let failures = 0;
  for (;;) {
    throwIfAborted(signal, 'following the tasks');
    try {
      const ended = await lookOnce(options, known);
      if (ended) return ended;
      failures = 0;
    } catch (error) {
      if (signal.aborted || !AgentCoordError.is(error, ...AWAY)) throw error;
      if (failures === 0) options.onTrouble?.(error);
      failures += 1;
      await pause(backoffMs(failures, BACKOFF), signal, 'waiting for the store');
    }
  }
}

/** The tasks where none can go on; otherwise waits for the next change, or a moment. */
async function lookOnce(options: FollowRun, known: Map<string, Task>): Promise<Task[] | undefined> {
  const { storage, signal } = options;
  const tasks = await tasksOfRun(storage, options.run);
  for (const task of tasks) {
    const before = known.get(task.id);
    if (before?.version === task.version) continue;
    known.set(task.id, task);
    options.onChange({ task, ...(before && { before }) });
  }
  const open = openOf(tasks);
  if (open.length === 0) return tasks;
  await options.onLook(open);
  await using listener = await storage.signals.listen({ channels: open.map(({ id }) => `task/${id}`) });
  await listener.next({ timeoutMs: LOOK_AGAIN_MS, signal });
  return undefined;
}

/** In the order they were added. */
export async function tasksOfRun(storage: Storage, run: string): Promise<Task[]> {
  const all: Task[] = [];
  let cursor: string | undefined;
  do {
    const page = await storage.queues.list({ tags: [run], limit: 1_000, ...(cursor && { cursor }) });
    all.push(...page.tasks);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return all;
}
