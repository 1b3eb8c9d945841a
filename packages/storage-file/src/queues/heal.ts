import type { CallOptions, Task } from '@agentcoord/core';
import type { Store } from '../store/store.js';
import type { View } from '../store/view.js';
import { queueNames } from './capability-sets.js';
import { moveDue, moveOne, nextDueAt } from './expire.js';
import { findTask, findWholeTask, stateNow, toTask } from './task-row.js';

/** Some answer, even when tasks expire faster than they are moved. */
const MOST_ROUNDS = 200;

/** Looks at tasks; where the clock has decided something that nobody has written down yet, does so and looks again. */
export async function getHealed(
  store: Store,
  taskIds: string[],
  options?: CallOptions,
): Promise<Array<Task | undefined>> {
  const look = (view: View) =>
    taskIds.map((id) => {
      const row = findWholeTask(view, id);
      return row && { task: toTask(row), isDue: stateNow(row, view.now) !== row.state };
    });
  const found = await store.read(look, options);
  if (!found.some((entry) => entry?.isDue)) return found.map((entry) => entry?.task);
  const healed = await store.heal((tx) => {
    for (const id of new Set(taskIds)) {
      const row = findTask(tx, id);
      if (row && stateNow(row, tx.now) !== row.state) moveOne(tx, row);
    }
    return look(tx);
  }, options);
  return (healed ?? found).map((entry) => entry?.task);
}

/** Moves everything that is due, a batch at a time so that others get their turns. @param queue left out: in all queues */
export async function healQueues(
  store: Store,
  queue: string | undefined,
  options?: CallOptions,
): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const due = await store.read((view) => dueQueues(view, queue), options);
    if (due.length === 0) return;
    for (const name of due) {
      if ((await store.heal((tx) => moveDue(tx, name), options)) === undefined) return;
    }
  }
}

function dueQueues(view: View, queue: string | undefined): string[] {
  const queues = queue === undefined ? queueNames(view) : [queue];
  return queues.filter((name) => (nextDueAt(view, name) ?? Number.POSITIVE_INFINITY) <= view.now);
}
