import { DEFAULT_QUEUE, EVENTS_LOG, MAX_PAGE, type Storage, type Task } from '@agentcoord/core';
import { listLocks } from '@agentcoord/locks';
import { answerInTime } from './answer-in-time.js';
import { CALL_MS, type Source } from './source.js';

/**
 * A fresh look at the whole, at the start and when events were missed. What happens while it is taken is told again
 * by the events after the returned sequence, and applying those twice changes nothing.
 */
export async function takeSnapshot({ client, model, clock, signal }: Source): Promise<number> {
  const { storage } = client;
  const options = { signal, timeoutMs: CALL_MS };
  const [{ sequence }, now] = await Promise.all([
    storage.logs.head({ log: EVENTS_LOG }, options),
    storage.now(options),
  ]);
  clock.set(now);
  const [agents, presences, locks, approvals] = await Promise.all([
    answerInTime(client.registry.list(), signal),
    storage.leases.inspect({ under: 'agent', limit: MAX_PAGE }, options),
    answerInTime(listLocks(storage.leases), signal),
    answerInTime(client.approvals.list({ pending: true }), signal),
  ]);
  model.agents.reset(agents, presences.grants);
  model.locks.reset(locks);
  model.approvals.reset(approvals);
  await readTasks(storage, { model, signal });
  model.connection = { isLoaded: true };
  model.touch();
  return sequence;
}

/** The first time each page is shown as it comes; later the old rows stay until all of the new ones are there. */
async function readTasks(
  storage: Storage,
  { model, signal }: Pick<Source, 'model' | 'signal'>,
): Promise<void> {
  const isFirst = !model.connection.isLoaded;
  const collected: Task[] = [];
  if (isFirst) model.tasks.clear();
  let cursor: string | undefined;
  do {
    const page = await storage.queues.list(
      { queue: DEFAULT_QUEUE, limit: MAX_PAGE, ...(cursor === undefined ? {} : { cursor }) },
      { signal, timeoutMs: CALL_MS },
    );
    if (isFirst) for (const task of page.tasks) model.tasks.put(task);
    else collected.push(...page.tasks);
    cursor = page.cursor;
  } while (cursor !== undefined);
  if (isFirst) return;
  model.tasks.clear();
  for (const task of collected) model.tasks.put(task);
}
