import { AgentCoordError, MAX_PAGE, type TaskState } from '@agentcoord/core';
import type { QueueContext } from '../queue-context.js';
import { type Batch, unknownDependency } from './draft-batch.js';

export interface AddedTask {
  id: string;
  /** `duplicate`: a task of that id, or an unfinished one with that dedupe key, was there; `id` names it. */
  status: 'added' | 'duplicate';
  state: TaskState;
}

/** Stores a checked batch, all or none. */
export async function addBatch({ storage, queue }: QueueContext, batch: Batch): Promise<AddedTask[]> {
  try {
    const reply = await storage.queues.push({ queue, tasks: batch.tasks });
    return reply.tasks;
  } catch (error) {
    if (AgentCoordError.is(error, 'unknown_dependency')) throw await nameTheField(storage, batch, error);
    throw error;
  }
}

/** The store knows which id is missing; only the batch knows where the caller wrote it. */
async function nameTheField(
  storage: QueueContext['storage'],
  { outside }: Batch,
  error: AgentCoordError,
): Promise<AgentCoordError> {
  const names = [...outside.keys()].slice(0, MAX_PAGE);
  const found = await storage.queues.get({ taskIds: names });
  const missing = names.find((_name, index) => found[index] === undefined);
  return missing === undefined ? error : unknownDependency(missing, outside.get(missing) ?? 'dependsOn');
}
