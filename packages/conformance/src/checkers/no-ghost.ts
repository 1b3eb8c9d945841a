import { type Checker, seen, tally } from './evidence.js';

/** NoGhost: nothing exists that nobody asked for, and nothing that was asked for once exists twice. */
export const noGhost: Checker = (evidence) => {
  const tasks = new Set(seen(evidence, 'task-asked').map((entry) => entry.taskId));
  const entries = new Set(seen(evidence, 'entry-asked').map((entry) => entry.entryId));
  const grants = new Set(seen(evidence, 'lease-asked').map((entry) => `lease/${entry.grantId}`));
  const added = tally(
    evidence.events.filter((event) => event.type === 'task-added').map((event) => event.entity),
  );
  const granted = evidence.events
    .filter((event) => event.type === 'lease-granted')
    .map((event) => event.entity);
  return [
    ...strangers(
      evidence.tasks.map((task) => task.id),
      tasks,
      'task',
    ),
    ...strangers(
      evidence.entries.map((entry) => entry.id),
      entries,
      'entry',
    ),
    ...strangers(granted, grants, 'grant'),
    ...[...added]
      .filter(([, times]) => times > 1)
      .map(([entity, times]) => `${entity} was added ${times} times`),
  ];
};

function strangers(found: string[], asked: Set<string>, what: string): string[] {
  return found.filter((id) => !asked.has(id)).map((id) => `nobody asked for the ${what} ${id}`);
}
