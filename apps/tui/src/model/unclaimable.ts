import { couldClaim } from '@agentcoord/queue';
import type { AgentRow } from './agent-row.js';
import type { TaskRow } from './task-row.js';

/** Ready tasks that ask for the same tags and capabilities, and that nobody here could take. */
export interface Unclaimable {
  tags: string[];
  requires: string[];
  count: number;
  first: TaskRow;
}

/** @param agents that live. */
export function findUnclaimable(
  tasks: Iterable<TaskRow>,
  agents: ReadonlyArray<Pick<AgentRow, 'tags' | 'capabilities'>>,
): Unclaimable[] {
  const kinds = new Map<string, Unclaimable>();
  for (const task of tasks) {
    if (task.state !== 'ready') continue;
    const key = JSON.stringify([task.tags, task.requires]);
    const kind = kinds.get(key);
    if (kind) kind.count += 1;
    else kinds.set(key, { tags: task.tags, requires: task.requires, count: 1, first: task });
  }
  return [...kinds.values()].filter((kind) => !agents.some((agent) => couldClaim(agent, kind)));
}
