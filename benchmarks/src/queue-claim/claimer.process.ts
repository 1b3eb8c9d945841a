import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { openFileStorage } from '@agentcoord/storage-file';
import { lock } from 'proper-lockfile';

/** Completes a task and claims the next, for so many seconds after it is told to go; prints how many. */
const [side, place = '', seconds = '1', worker = ''] = process.argv.slice(2);

interface Claimer {
  /** @returns false when there is nothing left. */
  claimNext(): Promise<boolean>;
  close(): Promise<void>;
}

async function fileStoreClaimer(): Promise<Claimer> {
  const storage = await openFileStorage({ folder: place });
  const request = { worker, tags: ['mine'], leaseMs: 60_000 };
  let held: { taskId: string; fence: number } | undefined;
  return {
    async claimNext() {
      const reply = held
        ? await storage.queues.settle({ ...held, outcome: { kind: 'complete' }, next: request })
        : { status: 'settled' as const, next: await storage.queues.claim(request) };
      if (reply.status === 'fenced' || reply.next?.status !== 'claimed') return false;
      const [claim] = reply.next.claims;
      held = claim && { taskId: claim.task.id, fence: claim.fence };
      return held !== undefined;
    },
    close: () => storage.close(),
  };
}

interface JsonQueue {
  next: number;
  tasks: Array<{ id: number; title: string; priority: number; state: string; worker?: string }>;
}

/** What people write first: one file, read and replaced whole under a lock. Completed tasks are replaced by new ones. */
function jsonFileClaimer(): Claimer {
  let held: number | undefined;
  return {
    async claimNext() {
      const release = await lock(place, {
        retries: { forever: true, minTimeout: 1, maxTimeout: 10, randomize: true },
      });
      try {
        const queue = JSON.parse(readFileSync(place, 'utf8')) as JsonQueue;
        const done = queue.tasks.findIndex(({ id }) => id === held);
        if (done !== -1) {
          queue.tasks.splice(done, 1);
          queue.tasks.push({ id: queue.next++, title: 'task', priority: 3, state: 'ready' });
        }
        const task = queue.tasks.find(({ state }) => state === 'ready');
        if (!task) return false;
        Object.assign(task, { state: 'claimed', worker });
        held = task.id;
        writeFileSync(`${place}.${worker}`, JSON.stringify(queue));
        renameSync(`${place}.${worker}`, place);
        return true;
      } finally {
        await release();
      }
    },
    close: async () => undefined,
  };
}

const claimer = side === 'file' ? await fileStoreClaimer() : jsonFileClaimer();
console.log('ready');
for await (const _ of createInterface({ input: process.stdin })) break;
const end = performance.now() + Number(seconds) * 1000;
let claims = 0;
while (performance.now() < end && (await claimer.claimNext())) claims += 1;
if (performance.now() < end) throw new Error('The backlog was too small for the time.');
console.log(claims);
await claimer.close();
