import { setTimeout } from 'node:timers/promises';
import { WorkerAgent } from 'agentcoord';

const MORNINGS: Readonly<Record<string, string>> = {
  French: 'bonjour',
  German: 'guten Morgen',
  Spanish: 'buenos días',
  Esperanto: 'bonan matenon',
};

/** So long a task takes. */
const TASK_MS = Number(process.env.TASK_MS ?? 1_000);
const name = process.argv[2] ?? 'Ada';

await using worker = new WorkerAgent({
  name,
  namespace: 'example-coordinator-and-workers',
  parent: 'MainCoordinator',
  tags: ['translation'],
  // Without a heartbeat for this long it is dead, and its task is given to others (default 60s).
  deadAfter: '3s',
  async handler(task, { signal, progress, ask }) {
    console.log(`begins ${task.id}`);
    const code = String(task.payload?.language);
    const language = await ask({ title: `Which language is "${code}"` });
    await progress(`it is ${language}`);
    // Ends at once when the work should stop.
    await setTimeout(TASK_MS, undefined, { signal });
    console.log(`did ${task.id}`);
    return { morning: MORNINGS[language] ?? 'good morning', by: name };
  },
});

process.once('SIGINT', () => void worker.stop());
process.once('SIGTERM', () => void worker.stop());

await worker.start();
console.log('is there');
await worker.runWorkerLoop({ pollInterval: '1s' });
