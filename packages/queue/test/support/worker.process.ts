import { existsSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { type ClaimedTask, TaskQueue } from '../../src/index.js';
import { openStore, type Place } from './open-store.js';

/**
 * A worker in a process of its own. What it does with a task is its first argument; it tells what
 * happens as JSON lines on stdout.
 */
const [behaviour = '', place = '', worker = '', lease = '60s', marker = ''] = process.argv.slice(2);
const storage = await openStore(JSON.parse(place) as Place);
const queue = new TaskQueue({ storage, worker, retry: { baseMs: 1, maxMs: 1 } });
const never = new Promise<never>(() => undefined);

/** Written at once: nothing may be lost in a buffer when this process is killed or stopped. */
function tell(message: Record<string, unknown>): void {
  writeSync(1, `${JSON.stringify(message)}\n`);
}

const BEHAVIOURS: Record<string, (task: ClaimedTask) => Promise<unknown>> = {
  done: async (task) => ({ by: worker, title: task.title }),
  hang: (task) => {
    tell({ working: task.id });
    return never;
  },
  poison: (task) => {
    tell({ attempt: task.attempt });
    process.kill(process.pid, 'SIGKILL');
    return never;
  },
  // Between two statements of JavaScript, so outside any transaction.
  stopped: async (task) => {
    tell({ working: task.id });
    process.kill(process.pid, 'SIGSTOP');
    return { by: worker };
  },
  // Nothing of the event loop runs, no timer and no renewal, until the marker is there.
  busy: async (task) => {
    tell({ working: task.id });
    while (!existsSync(marker));
    return { by: worker };
  },
  cancelled: async (task) => {
    tell({ working: task.id });
    await new Promise((resolve) => task.signal.addEventListener('abort', resolve, { once: true }));
    tell({ reason: task.signal.reason.code });
    throw task.signal.reason;
  },
};

const stop = new AbortController();
const commands = createInterface({ input: process.stdin });
commands.on('line', () => stop.abort());
const handler = BEHAVIOURS[behaviour];
if (!handler) throw new Error(`There is no behaviour ${behaviour}.`);
tell({ ready: worker });
const summary = await queue.work(handler, {
  lease,
  signal: stop.signal,
  ...(behaviour === 'done' ? {} : { maxTasks: 1 }),
  onEvent: (event) => {
    if (event.type === 'task-lost') tell({ lost: event.error.code });
  },
});
tell({ summary });
commands.close();
await storage.close();
