import { EVENTS_LOG, type EventBody, type Storage } from '@agentcoord/core';

/** How often each task was completed, by the store's own log of events: the proof that none was done twice. */
export async function countCompletions(storage: Storage): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  let after = 0;
  for (;;) {
    const { entries } = await storage.logs.read({ log: EVENTS_LOG, after, limit: 1_000 });
    for (const entry of entries) {
      const event = entry.body as EventBody;
      if (event.type !== 'task-completed') continue;
      const id = event.entity.slice('task/'.length);
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    const last = entries.at(-1);
    if (last === undefined) return counts;
    after = last.sequence;
  }
}
