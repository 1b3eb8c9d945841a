import { AgentCoordError, type Task } from '@agentcoord/core';
import type { Team } from '../ports/team.js';
import { type TeamParts, withinLimit } from './team-parts.js';

export interface WantedSubtask {
  title: string;
  description: string;
}

const MAX_SUBTASKS = 10;
/** Below the task at the top: subtasks, and theirs. */
const MAX_DEPTH = 2;

/**
 * Parts of one task for others to do. A model gives them words only: what they run, verify and may spend stays with
 * the operator. They have the tags, needs and at most the priority of their parent, and its tree's budget.
 */
export class Subtasks {
  constructor(
    private readonly queue: NonNullable<Team['queue']>,
    private readonly parts: TeamParts,
  ) {}

  /** An earlier attempt may have created it already: then it is that one. */
  async create(wanted: WantedSubtask): Promise<{ id: string; isNew: boolean }> {
    const { task, out } = this.parts;
    const title = out.line(wanted.title, 200) || 'Subtask';
    const parent = await this.queue.get(task.id);
    if (!parent) throw noTask(task.id);
    await this.checkDepth(parent);
    const { tasks } = await this.queue.list({ parent: task.id, limit: MAX_SUBTASKS });
    const same = tasks.find((known) => known.title === title);
    if (same) return { id: same.id, isNew: false };
    withinLimit('subtasks', tasks.length, MAX_SUBTASKS, 'Do the rest yourself.');
    const { id } = await this.queue.add({
      title,
      description: out.text(wanted.description, 16_000),
      parent: task.id,
      priority: parent.priority,
      tags: [...parent.tags],
      requires: [...parent.requires],
      payload: { engine: 'llm' },
    });
    return { id, isNew: true };
  }

  private async checkDepth(task: Task): Promise<void> {
    let { parent } = task;
    for (let depth = 0; parent !== undefined; depth += 1) {
      if (depth + 1 >= MAX_DEPTH) throw tooDeep();
      parent = (await this.queue.get(parent))?.parent;
    }
  }
}

function tooDeep(): AgentCoordError {
  return new AgentCoordError(
    'limit_exceeded',
    `Subtasks go ${MAX_DEPTH} levels deep, and this task is at the last. Do it yourself.`,
    { data: { limit: MAX_DEPTH } },
  );
}

function noTask(id: string): AgentCoordError {
  return new AgentCoordError(
    'not_found',
    `The task ${id} is no longer in the queue: nothing can be put below it.`,
    {
      data: { task: id },
    },
  );
}
