import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Storage } from '@agentcoord/core';
import { type TaskInput, TaskQueue } from '@agentcoord/queue';
import { openFileStorage } from '@agentcoord/storage-file';
import { median } from '../measure/median.js';
import { withFolder } from './store-folder.js';

interface Backlog {
  measured: string;
  groups: Array<{ count: number; task: TaskInput }>;
}

const MINE: TaskInput = { title: 'mine', tags: ['mine'] };
const BATCH = 10_000;

function backlogs(quick: boolean): Backlog[] {
  const many = quick ? 2_000 : 100_000;
  const others = quick ? 1_000 : 10_000;
  return [
    { measured: 'claim, 100 ready', groups: [{ count: 100, task: MINE }] },
    { measured: `claim, ${many.toLocaleString('en')} ready`, groups: [{ count: many, task: MINE }] },
    {
      measured: `claim, ${others.toLocaleString('en')} of other tags ahead of 100`,
      groups: [
        { count: others, task: { title: 'other', tags: ['other'], priority: 5 } },
        { count: 100, task: MINE },
      ],
    },
  ];
}

/** The same claims in turn on queues that differ in their backlog only. */
export async function measureBacklogs(quick: boolean): Promise<Array<Record<string, string | number>>> {
  return await withFolder(async (folder) => {
    const sides = await Promise.all(
      backlogs(quick).map(async ({ measured, groups }, index) => {
        const storage = await openFileStorage({ folder: join(folder, String(index)) });
        for (const group of groups) await fill(storage, group);
        return { measured, storage, rounds: [] as number[] };
      }),
    );
    const [rounds, claims] = quick ? [2, 20] : [9, 300];
    for (const { storage } of sides) await claimAndRelease(storage, claims);
    for (let round = 0; round < rounds; round += 1) {
      for (const side of sides) side.rounds.push(await claimAndRelease(side.storage, claims));
    }
    const [base] = sides;
    const baseUs = median(base?.rounds ?? []);
    const rows = sides.map(({ measured, rounds: times }) => ({
      measured,
      'median µs': Math.round(median(times)),
      'against 100 ready': (median(times) / baseUs).toFixed(2),
    }));
    for (const { storage } of sides) await storage.close();
    return rows;
  });
}

async function fill(storage: Storage, { count, task }: { count: number; task: TaskInput }): Promise<void> {
  const queue = new TaskQueue({ storage });
  for (let left = count; left > 0; left -= BATCH)
    await queue.addMany(Array<TaskInput>(Math.min(left, BATCH)).fill(task));
}

/** @returns the median time of a claim in µs; each is released again, so that the backlog stays as it is. */
async function claimAndRelease(storage: Storage, claims: number): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < claims; count += 1) {
    const before = performance.now();
    const reply = await storage.queues.claim({ worker: 'benchmark', tags: ['mine'], leaseMs: 60_000 });
    times.push((performance.now() - before) * 1000);
    if (reply.status === 'empty') throw new Error('The backlog is empty.');
    for (const { task, fence } of reply.claims) {
      await storage.queues.settle({ taskId: task.id, fence, outcome: { kind: 'release' } });
    }
  }
  return median(times);
}
