import {
  AgentCoordError,
  checkList,
  checkNoCycle,
  invalid,
  MAX_TASKS_PER_PUSH,
  type NewTask,
} from '@agentcoord/core';
import { type Authorship, type Draft, draftTask } from './draft-task.js';
import { localNames } from './local-names.js';
import { inPlace, type PlaceOf, wholeTask } from './place.js';
import type { TaskInput } from './task-input.js';

export interface Batch {
  /** Ready to be stored: every key is replaced by the id of its task. */
  tasks: NewTask[];
  /** Names that are no task of the batch, so they must be ids of stored tasks; each with the field it was first used in. */
  outside: Map<string, string>;
}

/**
 * Checks a whole batch as far as that can be done without the store: each task, names used twice,
 * cycles. Errors speak of keys, never of the ids that were made for them.
 */
export function draftBatch(
  inputs: readonly TaskInput[],
  authorship: Authorship,
  placeOf: PlaceOf = (index) => (inputs.length === 1 ? '' : `tasks[${index}].`),
): Batch {
  checkList(inputs, 'tasks', MAX_TASKS_PER_PUSH, 1);
  const drafts = inputs.map((input, index): Draft => {
    const place = placeOf(index);
    if (typeof input !== 'object' || input === null || Array.isArray(input)) {
      throw invalid(wholeTask(place), 'an object', input);
    }
    return inPlace(place, () => draftTask(input, authorship));
  });
  const linked = drafts.some(({ task }) => task.dependsOn.length > 0 || task.parent !== undefined);
  const names = linked || drafts.length > 1 ? localNames(drafts, placeOf) : undefined;
  // The same objects, so that the store knows them as checked.
  if (names === undefined || !linked) return { tasks: drafts.map(({ task }) => task), outside: new Map() };
  checkNoCycle(
    drafts.map(({ task }) => ({ id: names.spoken(task.id), dependsOn: task.dependsOn.map(names.spoken) })),
  );
  const outside = new Map<string, string>();
  const tasks = drafts.map(({ task }, index): NewTask => {
    for (const name of task.dependsOn) {
      if (names.idOf(name) !== undefined || outside.has(name)) continue;
      outside.set(name, `${placeOf(index)}dependsOn[${inputs[index]?.dependsOn?.indexOf(name)}]`);
    }
    // The same object, so that the store knows it as checked.
    if (task.dependsOn.length === 0 && task.parent === undefined) return task;
    const dependsOn = [...new Set(task.dependsOn.map((name) => names.idOf(name) ?? name))];
    if (task.parent === undefined) return { ...task, dependsOn };
    return { ...task, dependsOn, parent: names.idOf(task.parent) ?? task.parent };
  });
  return { tasks, outside };
}

export function unknownDependency(name: string, field: string): AgentCoordError {
  return new AgentCoordError(
    'unknown_dependency',
    `${field}: there is no task ${JSON.stringify(name)}, neither in this batch (by key or id) nor in the store. ` +
      'Add it first, or remove the dependency.',
    { data: { field, dependency: name } },
  );
}
