import { type Checker, seen, tally } from './evidence.js';

/** OneCompletion: at most one accepted completion a task, by what workers were told and by the events. */
export const oneCompletion: Checker = (evidence) => {
  const told = tally(seen(evidence, 'task-completed').map((entry) => entry.taskId));
  const written = tally(
    evidence.events.filter((event) => event.type === 'task-completed').map((event) => event.entity),
  );
  const states = new Map(evidence.tasks.map((task) => [task.id, task.state]));
  return [
    ...twice(told).map(([id, times]) => `${id}: ${times} workers were told that they completed it`),
    ...twice(written).map(([entity, times]) => `${entity}: completed ${times} times by the events`),
    ...[...told.keys()]
      .filter((id) => states.get(id) !== 'completed')
      .map((id) => `${id}: a worker was told that it completed it, but it is ${states.get(id) ?? 'gone'}`),
  ];
};

function twice(counts: Map<string, number>): Array<[string, number]> {
  return [...counts].filter(([, times]) => times > 1);
}
