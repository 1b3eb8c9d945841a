import { appendFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { openQueue } from './store.js';

const [name = 'worker', taskMs = '50'] = process.argv.slice(2);
const { storage, queue } = await openQueue(name);
await using _closedAtTheEnd = storage;

await queue.work(
  async (task) => {
    console.log(`${name} begins "${task.title}", try ${task.attempt}`);
    // Ends at once when the work should stop: the task was cancelled, or given to somebody else.
    await setTimeout(Number(taskMs), undefined, { signal: task.signal });
    await appendFile('done.txt', `${task.title} by ${name}\n`);
    return { by: name };
  },
  // How long the task of a dead worker stays its own. Short, so that the example is; the default is 60s. A living worker
  // renews it, so a task may take as long as it likes.
  { lease: '1s', stopWhenIdle: true },
);
