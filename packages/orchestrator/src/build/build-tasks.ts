import type { TaskInput } from '@agentcoord/queue';
import { type BuildRecord, taskIdOf } from './build-record.js';
import type { BuildPlan } from './plan.js';

/**
 * The tasks of a plan for the queue. Their ids follow from the plan, so adding them again adds nothing: that is how
 * a build goes on after a crash. A model wrote words, files and a command; all else is ours.
 */
export function buildTasks({ run, id, specification }: BuildRecord, { tasks }: BuildPlan): TaskInput[] {
  return tasks.map((task) => ({
    id: taskIdOf(run, task.key),
    title: task.title,
    description: task.description,
    tags: [run],
    // Else a worker without tags would take it, and that knows nothing of the budget of this run.
    requires: [run],
    // Names the tree whose common budget they spend; there is no task of this id.
    parent: id,
    dependsOn: task.dependsOn.map((key) => taskIdOf(run, key)),
    payload: {
      engine: 'llm',
      specification: specification.path,
      ...(task.files.length > 0 && { files: task.files }),
      ...(task.verify !== undefined && { verify: { command: task.verify, sandboxed: true } }),
    },
  }));
}
