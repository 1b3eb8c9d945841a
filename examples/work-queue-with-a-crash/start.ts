import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openQueue } from './store.js';

const { storage, queue } = await openQueue('boss');
await using _closedAtTheEnd = storage;

// 5 is the highest priority: "Bake" is claimed first.
await queue.addMany([
  { title: 'Bake', priority: 5 },
  { title: 'Cook', priority: 3 },
  { title: 'Wash up', priority: 1 },
]);

// This worker would take ten minutes for a task. It is killed in the middle, as a machine that loses its power: it cannot
// give back what it holds.
const mallory = startWorker('Mallory', 600_000);
await once(mallory.stdout, 'data'); // "Mallory begins …"
mallory.kill('SIGKILL');
await once(mallory, 'exit');
console.log('Mallory was killed (SIGKILL)');
const { counts } = await queue.stats();
assert.deepEqual([counts.claimed, counts.ready], [1, 2], 'the task still belongs to the dead worker');

// Another worker comes. The task is free when the lease of the dead one has run out; nobody has to clean up.
const ada = startWorker('Ada', 50);
const [code] = await once(ada, 'exit');
assert.equal(code, 0);

const { tasks } = await queue.list();
for (const { title, state, attempts } of tasks) console.log(`${title}: ${state}, tries: ${attempts}`);
// Delivery is at least once (Mallory had begun), and completion is recorded exactly once.
assert.deepEqual(tasks.map(({ title, state, attempts, result }) => [title, state, attempts, result]).sort(), [
  ['Bake', 'completed', 2, { by: 'Ada' }],
  ['Cook', 'completed', 1, { by: 'Ada' }],
  ['Wash up', 'completed', 1, { by: 'Ada' }],
]);
const done = (await readFile('done.txt', 'utf8')).trim().split('\n').sort();
assert.deepEqual(done, ['Bake by Ada', 'Cook by Ada', 'Wash up by Ada']);
console.log('As it should be: every task was done once, also the one whose worker was killed.');

function startWorker(name: string, taskMs: number) {
  const args = [...process.execArgv, join(import.meta.dirname, 'worker.ts'), name, String(taskMs)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.setEncoding('utf8').on('data', (text: string) => process.stdout.write(text));
  return child;
}
