import { AgentCoordError, type Task } from '@agentcoord/core';
import type { TaskQueue } from '@agentcoord/queue';

/** A shorter text matches too much to be meant. */
const MIN_PART = 4;

/**
 * A task by its id, or by the beginning or the end of one, if that names exactly one.
 * @throws `not_found`; `invalid_argument` with `data.candidates` when it names several.
 */
export async function findTask(queue: TaskQueue, text: string): Promise<Task> {
  const exact = await queue.get(text);
  if (exact) return exact;
  const found = text.length < MIN_PART ? [] : await tasksNamed(queue, text);
  const [only, ...others] = found;
  if (only === undefined) throw notFound(text);
  if (others.length === 0) return only;
  const candidates = found.slice(0, 5).map(({ id }) => id);
  throw new AgentCoordError(
    'invalid_argument',
    `${JSON.stringify(text)} names ${found.length} tasks (${candidates.join(', ')}). Write more of the id.`,
    {
      data: { field: 'id', candidates },
    },
  );
}

async function tasksNamed(queue: TaskQueue, part: string): Promise<Task[]> {
  const found: Task[] = [];
  let cursor: string | undefined;
  do {
    const page = await queue.list({ limit: 1_000, ...(cursor ? { cursor } : {}) });
    found.push(
      ...page.tasks.filter(
        ({ id }) => id.startsWith(part) || id.endsWith(part) || id.startsWith(`task_${part}`),
      ),
    );
    cursor = page.cursor;
  } while (cursor);
  return found;
}

function notFound(text: string): AgentCoordError {
  return new AgentCoordError(
    'not_found',
    `There is no task ${JSON.stringify(text)}. See 'agentcoord tasks list'.`,
    {
      data: { taskId: text },
    },
  );
}
