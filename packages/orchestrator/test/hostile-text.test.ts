import { describe, expect, it } from 'vitest';
import { coordinatorOn, workerOn } from './support/crew.js';
import { teamStores } from './support/team-stores.js';
import { until } from './support/until.js';

describe.each(teamStores())('texts of models on $store', ({ missing, open }) => {
  it.skipIf(missing)('never keep a matter from the person it is for, wherever they are cut', async () => {
    const store = await open();
    const { coordinator, events } = coordinatorOn(store, { name: 'Main' });
    await coordinator.start();
    // Cut at 200 units the first would end in half a character, with its prefix of 17.
    const titles = [`${'x'.repeat(182)}\u{1f600} end`, '\u202e\u001b[2J\u0000', '\ud83d'];
    const added = await coordinator.createTasks(titles.map((title) => ({ title, maxAttempts: 1 })));
    const worker = workerOn(store, {
      name: 'Worker',
      parent: 'Main',
      handler: async () => {
        throw new Error(`${'y'.repeat(460)}${'\u{1f600}'.repeat(4_000)}`);
      },
    });
    await worker.runWorkerLoop({ maxTasks: titles.length });
    const ending = new AbortController();
    const looping = coordinator.runOrchestrationLoop({ interval: 50, signal: ending.signal });
    const alarms = async () =>
      (await coordinator.client.board.list({ tag: 'alarm', state: 'open', limit: 100 })).threads;
    await until('a person is told of each', async () => (await alarms()).length === added.length);
    ending.abort();
    await looping;
    expect(events.filter(({ type }) => type === 'trouble')).toEqual([]);
    for (const { title } of await alarms()) expect(title.isWellFormed()).toBe(true);
  });
});
