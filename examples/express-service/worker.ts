import { setTimeout } from 'node:timers/promises';
import { openQueue } from './queue.js';

const { storage, queue } = await openQueue(`worker-${process.pid}`);
const end = new AbortController();
process.once('SIGTERM', () => end.abort());
process.once('SIGINT', () => end.abort());

// `drain` and not `signal`: when it is asked to end, it finishes what it has begun.
await queue.work(
  async ({ payload, signal }) => {
    await setTimeout(50, undefined, { signal });
    return { thumbnail: `${payload?.url}?size=small` };
  },
  { concurrency: 4, drain: end.signal },
);
await storage.close();
