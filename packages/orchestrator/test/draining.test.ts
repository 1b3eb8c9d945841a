import { once } from 'node:events';
import { AgentRegistry } from '@agentcoord/registry';
import { describe, expect, it } from 'vitest';
import { coordinatorOn, workerOn } from './support/crew.js';
import { teamStores } from './support/team-stores.js';

describe.each(teamStores())('a worker with a handler of its own, on $store', ({ missing, open }) => {
  it.skipIf(missing)('that is asked to drain finishes its task, takes no other and leaves', async () => {
    const store = await open();
    const { coordinator } = coordinatorOn(store, { name: 'Main' });
    await coordinator.start();
    await coordinator.createTasks([{ title: 'One' }, { title: 'Two' }]);
    const registry = new AgentRegistry({ storage: coordinator.client.storage });
    const worker = workerOn(store, {
      name: 'Worker',
      parent: 'Main',
      heartbeat: 50,
      handler: async (task, { client, signal }) => {
        await registry.askToDrain('Worker', { by: 'operator', reason: 'fewer are needed' });
        if (client.agent?.drain.aborted === false) await once(client.agent.drain, 'abort');
        expect(signal.aborted).toBe(false);
        return task.title;
      },
    });
    expect(await worker.runWorkerLoop()).toMatchObject({ completed: 1, released: 0 });
    const { tasks } = await coordinator.client.queue.list({ states: ['ready'] });
    expect(tasks).toHaveLength(1);
  });
});
