import assert from 'node:assert/strict';
import { CoordinationClient, WorkerSpawner } from 'agentcoord';
import { createGroupLauncher } from './group-launcher.js';
import { agentcoordFromSources } from './worker-program.js';

await using client = await CoordinationClient.open();
// The spawner keeps the records, waits until a worker has registered, frees what a dead one held, restarts. A launcher only
// starts, looks and stops.
await using spawner = new WorkerSpawner({
  launchers: [createGroupLauncher()],
  program: agentcoordFromSources(),
});

const worker = await spawner.spawnWorker({ name: 'Ada', tags: ['build'], mode: 'group' });
console.log(`${worker.name} is ${worker.state} as a ${worker.mode}`);

// It is a worker like every other: it registers, and runs the commands of its tasks.
const { id } = await client.addTask({ title: 'Build', tags: ['build'], payload: { command: 'echo built' } });
const { state, result } = await client.queue.waitFor(id, { timeout: '1m' });
console.log(`Build: ${state} ${JSON.stringify(result)}`);
assert.equal(state, 'completed');

// Any process can stop it, for where it runs is on record.
const { outcome } = await spawner.stop('Ada', { grace: '30s' });
console.log(`Ada: ${outcome}`);
assert.equal(outcome, 'stopped');
assert.deepEqual(
  (await spawner.list()).map(({ name, state }) => [name, state]),
  [['Ada', 'exited']],
);

// What it cannot hold is refused before anything starts.
await assert.rejects(
  spawner.spawnWorker({ name: 'Grace', mode: 'group', limits: { memory: 2 ** 30 } }),
  /cannot be held to the limit "memory"/,
);
// That it is a right launcher is shown by its test, which runs the contract of `@agentcoord/spawner/testing`.
console.log('As it should be: the worker was started, did its task, and was stopped.');
