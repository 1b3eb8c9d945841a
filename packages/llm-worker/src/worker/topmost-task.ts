import type { Task } from '@agentcoord/core';

/** Of trees: deeper ones count as their own from there on. */
const MAX_DEPTH = 64;

/** The id of the task at the top of a task's tree: its own where it has no parent. */
export async function topmostTask(
  task: Pick<Task, 'id' | 'parent'>,
  find: (id: string) => Promise<Pick<Task, 'id' | 'parent'> | undefined>,
): Promise<string> {
  let top = task;
  for (let depth = 0; depth < MAX_DEPTH && top.parent !== undefined; depth += 1) {
    const parent = await find(top.parent);
    // A parent that is gone still names the tree.
    if (!parent) return top.parent;
    top = parent;
  }
  return top.id;
}
