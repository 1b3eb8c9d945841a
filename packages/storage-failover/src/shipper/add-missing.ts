import {
  AgentCoordError,
  EVENTS_LOG,
  hasEnded,
  type ReplicaEntity,
  type ReplicaTask,
  type Storage,
} from '@agentcoord/core';
import type { Host } from '../host.js';
import { asNewTask } from './as-new-task.js';

/**
 * Adds to the owner what it has never heard of: tasks that have not ended, records, log entries, by their ids. What it
 * knows stays as it is there. Each step may be done twice. What cannot be added is noted in the conflicts log.
 */
export async function addMissing(
  host: Host,
  pages: AsyncIterable<ReplicaEntity[]>,
  epoch: number,
): Promise<void> {
  const { conflicts, closed: signal } = host;
  const storage = await host.primary.storage();
  const options = { epoch, signal };
  const tasks: ReplicaTask[] = [];
  for await (const page of pages) {
    for (const entity of page) {
      if (entity.kind === 'task' && entity.state !== null) tasks.push(entity.state);
      else if (entity.kind === 'record') await addRecord(storage, entity, options);
      else if (entity.kind === 'log-entry') await addEntry(storage, entity, options);
    }
  }
  // Those that others depend on come first, as they did when they were made.
  for (const task of tasks.sort((left, right) => left.sequence - right.sequence)) {
    const because = await addTask(storage, task, options);
    if (because !== undefined) await conflicts.note({ entity: `task/${task.id}`, because, state: task });
  }
}

type Options = { epoch: number; signal: AbortSignal };

async function addTask(storage: Storage, task: ReplicaTask, options: Options): Promise<string | undefined> {
  const [known] = await storage.queues.get({ taskIds: [task.id] }, options);
  if (known !== undefined)
    return known.state === task.state
      ? undefined
      : `it is ${known.state} at the owner, and was ${task.state} here`;
  if (hasEnded(task.state)) return `it was ${task.state} here, and the owner has never heard of it`;
  try {
    const { tasks } = await storage.queues.push({ queue: task.queue, tasks: [asNewTask(task)] }, options);
    return tasks[0]?.id === task.id ? undefined : `the owner has ${tasks[0]?.id} under the same dedupe key`;
  } catch (error) {
    if (AgentCoordError.is(error, 'unknown_dependency', 'limit_exceeded', 'dependency_cycle'))
      return error.message;
    throw error;
  }
}

async function addRecord(
  storage: Storage,
  { collection, id, state }: Extract<ReplicaEntity, { kind: 'record' }>,
  options: Options,
): Promise<void> {
  if (state.value === null) return;
  const { value, labels, words } = state;
  const text = words === undefined ? {} : { text: words };
  await storage.records.put({ collection, id, value, labels, ...text, ifVersion: 0 }, options);
}

async function addEntry(
  storage: Storage,
  { log, state }: Extract<ReplicaEntity, { kind: 'log-entry' }>,
  options: Options,
): Promise<void> {
  if (log === EVENTS_LOG) return;
  const { id, author, body, at, queuedAt = at } = state;
  // The owner takes it only now; when it was said stays with it.
  const entry = { log, id, body, queuedAt, ...(author === undefined ? {} : { author }) };
  await storage.logs.append(entry, options);
}
