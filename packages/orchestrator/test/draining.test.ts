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
      handler: async (task, { signal, progress }) => {
        await registry.askToDrain('Worker', { by: 'operator', reason: 'fewer are needed' });
        // With this its own record is read again, and the question found.
        await progress('still at it');
        expect(signal.aborted).toBe(false);
        return task.title;
      },
    });
    expect(await worker.runWorkerLoop()).toMatchObject({ completed: 1, released: 0 });
    const { tasks } = await coordinator.client.queue.list({ states: ['ready'] });
    expect(tasks).toHaveLength(1);
  });
});
