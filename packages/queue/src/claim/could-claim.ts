import type { Task } from '@agentcoord/core';

/** As a claim decides it: who has no tags takes any task, others only what shares one; `requires` must all be there. */
export function couldClaim(
  worker: { tags: readonly string[]; capabilities: readonly string[] },
  { tags, requires }: Pick<Task, 'tags' | 'requires'>,
): boolean {
  const fits = worker.tags.length === 0 || tags.some((tag) => worker.tags.includes(tag));
  return fits && requires.every((capability) => worker.capabilities.includes(capability));
}
