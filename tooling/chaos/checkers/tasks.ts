import { TASK_STATES } from '../../../packages/core/src/index.js';
import { answeredCalls, callsOf } from '../history/call.js';
import type { Checker, Evidence } from '../history/evidence.js';
import { isLastLife, lifeOf } from '../history/lives.js';

/**
 * NoLostTask: every task whose creation was acknowledged is there once, in a known state, and ended, as workers
 * went on until nothing was left. One of before a loss may be gone, where that loss can be seen.
 */
export const noLostTask: Checker = (evidence) => {
  const { calls, final, losses, lossReported } = evidence;
  const found = tally(final.tasks.map((task) => task.id));
  const missing = answeredCalls(calls, 'queues.push').flatMap(({ reply, sentAt, settledAt }) => {
    const excused = lossReported && !isLastLife({ from: sentAt, until: settledAt }, losses);
    return reply.tasks
      .filter(({ id }) => !found.has(id) && !excused)
      .map(
        ({ id }) => `${id} was acknowledged and is gone${losses.length > 0 ? ', and nothing says so' : ''}`,
      );
  });
  const odd = final.tasks
    .filter(({ state }) => !TASK_STATES.includes(state) || state !== 'completed')
    .map(({ id, state }) => `${id} is ${state} at the end, not completed`);
  const twice = [...found]
    .filter(([, times]) => times > 1)
    .map(([id, times]) => `${id} is there ${times} times`);
  return [...missing, ...odd, ...twice];
};

/** OneCompletion: by what workers were told and by the events, at most one a task in each life of the store. */
export const oneCompletion: Checker = (evidence) => {
  const states = new Map(evidence.final.tasks.map((task) => [task.id, task.state]));
  const told = completions(evidence);
  const twice = [
    ...tally(told.map(({ taskId, life }) => `${taskId}${life > 0 ? ` after loss ${life}` : ''}`)),
  ]
    .filter(([, times]) => times > 1)
    .map(([name, times]) => `${name}: ${times} workers were told that they completed it`);
  const written = tally(
    evidence.final.events.filter((event) => event.type === 'task-completed').map((event) => event.entity),
  );
  const undone = told
    .filter(({ taskId, life }) => life === evidence.losses.length && states.get(taskId) !== 'completed')
    .map(
      ({ taskId }) =>
        `${taskId}: a worker was told that it completed it, but it is ${states.get(taskId) ?? 'gone'}`,
    );
  return [
    ...twice,
    ...[...written]
      .filter(([, times]) => times > 1)
      .map(([entity, times]) => `${entity}: completed ${times} times by the events`),
    ...undone,
  ];
};

function completions({ calls, losses }: Evidence): Array<{ taskId: string; life: number }> {
  return answeredCalls(calls, 'queues.settle').flatMap(({ request, reply, sentAt, settledAt }) => {
    if (reply.status !== 'settled' || reply.state !== 'completed') return [];
    const life = lifeOf({ from: sentAt, until: settledAt }, losses);
    return life === undefined ? [] : [{ taskId: request.taskId, life }];
  });
}

/** NoGhost: nothing exists that nobody asked for, and what was asked for once was added once. */
export const noGhost: Checker = ({ calls, final }) => {
  const tasks = new Set(
    callsOf(calls, 'queues.push').flatMap(({ request }) => request.tasks.map(({ id }) => id)),
  );
  const entries = new Set(callsOf(calls, 'logs.append').map(({ request }) => request.id));
  const audit = new Set(callsOf(calls, 'audit.log').map(({ request }) => request.id));
  const grants = new Set(callsOf(calls, 'leases.acquire').map(({ request }) => `lease/${request.grantId}`));
  const added = final.events.filter((event) => event.type === 'task-added').map((event) => event.entity);
  const granted = final.events
    .filter((event) => event.type === 'lease-granted' && !event.entity.startsWith('lease/judge'))
    .map((event) => event.entity);
  return [
    ...strangers(
      final.tasks.map((task) => task.id),
      tasks,
      'task',
    ),
    ...strangers(
      final.entries.map((entry) => entry.id),
      entries,
      'entry',
    ),
    ...strangers(final.auditIds, audit, 'audit entry'),
    ...strangers(granted, grants, 'grant'),
    ...[...tally(added)]
      .filter(([, times]) => times > 1)
      .map(([entity, times]) => `${entity} was added ${times} times`),
  ];
};

function strangers(found: string[], asked: Set<string>, what: string): string[] {
  return found.filter((id) => !asked.has(id)).map((id) => `nobody asked for the ${what} ${id}`);
}

function tally(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
