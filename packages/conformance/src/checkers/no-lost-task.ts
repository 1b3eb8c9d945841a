import { TASK_STATES } from '@agentcoord/core';
import { type Checker, seen, tally } from './evidence.js';

/** NoLostTask: every task whose creation was acknowledged is at the end in exactly one state. */
export const noLostTask: Checker = (evidence) => {
  const found = tally(evidence.tasks.map((task) => task.id));
  const acknowledged = new Set(seen(evidence, 'task-acknowledged').map((entry) => entry.taskId));
  const missing = [...acknowledged]
    .filter((id) => found.get(id) !== 1)
    .map((id) => `${id} was acknowledged and is there ${found.get(id) ?? 0} times`);
  const odd = evidence.tasks
    .filter((task) => !TASK_STATES.includes(task.state))
    .map((task) => `${task.id} is in the unknown state ${task.state}`);
  return [...missing, ...odd];
};
