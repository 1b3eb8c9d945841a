import assert from 'node:assert/strict';
import { TaskQueue } from '@agentcoord/queue';
import { openFileStorage } from '@agentcoord/storage-file';
import { type Calls, countCalls } from './counting-storage.js';

// Any part of AgentCoord takes any storage: here the queue takes one that counts what is asked of it.
const calls: Calls = new Map();
await using storage = countCalls(await openFileStorage({ folder: '.tasks' }), calls);
const queue = new TaskQueue({ storage, worker: 'Ada' });

await queue.addMany([{ title: 'Bake', priority: 5 }, { title: 'Cook' }, { title: 'Wash up', priority: 1 }]);
const order: string[] = [];
const summary = await queue.work(async ({ title }) => void order.push(title), { stopWhenIdle: true });
console.log(`done: ${order.join(', ')}`);
assert.deepEqual(order, ['Bake', 'Cook', 'Wash up']);
assert.equal(summary.completed, 3);

// An error goes through the wrapper as it is, and is counted.
await assert.rejects(queue.add({ title: 'Too urgent', priority: 9 }));
await assert.rejects(storage.queues.get({ id: '' }));

for (const [verb, { count, failed, ms }] of [...calls].sort())
  console.log(`${verb.padEnd(16)} ${count} calls, ${failed} failed, ${ms.toFixed(1)} ms`);
// Three tasks were stored by one call: each verb is one round trip, also for many.
assert.equal(calls.get('queues.push')?.count, 1);
assert.equal(calls.get('queues.get')?.failed, 1);
// That it is a right storage is shown by its test, which runs the contract of `@agentcoord/conformance`.
console.log('As it should be: a storage of your own serves the queue, and tells what it was asked.');
