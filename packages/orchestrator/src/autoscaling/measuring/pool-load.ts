import { DEFAULT_QUEUE, type Storage, type Task } from '@agentcoord/core';
import type { Load } from '../deciding/snapshot.js';
import type { Pool } from '../rules/pool.js';
import type { OwnWorker } from './own-workers.js';

const PAGE = 500;
/** A pool whose tasks lie far behind those of others is estimated from so many tasks. */
const MOST_PAGES = 20;

export interface LoadRequest {
  storage: Pick<Storage, 'queues'>;
  pools: readonly Pool[];
  workers: readonly OwnWorker[];
  /** Tasks due within this count as waiting. */
  soonMs: number;
  now: number;
}

/**
 * What each pool has to do. A task counts for the first pool whose workers may claim it, pools with tags before those
 * without. Counting ends where a pool would be at its maximum anyway, so its cost does not grow with the backlog.
 */
export async function measureLoad(request: LoadRequest): Promise<Load[]> {
  const { storage, pools, workers } = request;
  const claimed = await claimedBy(storage, pools, workers);
  const [only] = pools;
  if (pools.length === 1 && only && only.tags.length === 0)
    return [await everythingWaiting(request, only, claimed[0] ?? 0)];
  const waiting = await countWaiting(request);
  return pools.map((_, index) => ({
    waiting: waiting[index]?.count ?? 0,
    atLeast: waiting[index]?.atLeast ?? false,
    claimed: claimed[index] ?? 0,
  }));
}

/** One pool for everything: the store counts. */
async function everythingWaiting(
  { storage, soonMs, now }: LoadRequest,
  pool: Pool,
  claimed: number,
): Promise<Load> {
  const { readyByRequires, counts } = await storage.queues.stats({ queue: DEFAULT_QUEUE });
  const ready = readyByRequires
    .filter(({ requires }) => requires.every((name) => pool.capabilities.includes(name)))
    .reduce((sum, set) => sum + set.ready, 0);
  if (counts.scheduled === 0) return { waiting: ready, claimed, atLeast: false };
  const { tasks } = await storage.queues.list({ queue: DEFAULT_QUEUE, states: ['scheduled'], limit: PAGE });
  const soon = tasks.filter((task) => isSoon(task, now + soonMs) && mayClaim(pool, task)).length;
  return { waiting: ready + soon, claimed, atLeast: false };
}

interface Count {
  count: number;
  atLeast: boolean;
}

async function countWaiting({ storage, pools, soonMs, now }: LoadRequest): Promise<Count[]> {
  const counts = pools.map(() => ({ count: 0, atLeast: false }));
  const enough = pools.map((pool) => pool.maxWorkers * pool.tasksPerWorker + pool.tasksPerWorker);
  let cursor: string | undefined;
  for (let page = 0; ; page += 1) {
    const found = await storage.queues.list({
      queue: DEFAULT_QUEUE,
      states: ['ready', 'scheduled'],
      ...tagsOf(pools),
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const task of found.tasks) {
      if (task.state === 'scheduled' && !isSoon(task, now + soonMs)) continue;
      const count = counts[poolOf(pools, task)];
      if (count) count.count += 1;
    }
    cursor = found.cursor;
    if (cursor === undefined) return counts;
    const isAmple = counts.every(({ count }, index) => count >= (enough[index] ?? 0));
    if (isAmple || page + 1 >= MOST_PAGES) return counts.map((count) => ({ ...count, atLeast: true }));
  }
}

/** Only where every pool has tags can the store leave the other tasks out. */
function tagsOf(pools: readonly Pool[]): { tags?: string[] } {
  if (pools.some(({ tags }) => tags.length === 0)) return {};
  return { tags: [...new Set(pools.flatMap(({ tags }) => tags))] };
}

/** −1: none of them may claim it. */
function poolOf(pools: readonly Pool[], task: Task): number {
  const tagged = pools.findIndex((pool) => pool.tags.length > 0 && mayClaim(pool, task));
  return tagged !== -1 ? tagged : pools.findIndex((pool) => pool.tags.length === 0 && mayClaim(pool, task));
}

function mayClaim(pool: Pool, { tags, requires }: Task): boolean {
  const sharesTag = pool.tags.length === 0 || pool.tags.some((tag) => tags.includes(tag));
  return sharesTag && requires.every((name) => pool.capabilities.includes(name));
}

function isSoon({ dueAt }: Task, until: number): boolean {
  return dueAt !== undefined && dueAt <= until;
}

/** Tasks that others work on ask for nobody. */
async function claimedBy(
  storage: Pick<Storage, 'queues'>,
  pools: readonly Pool[],
  workers: readonly OwnWorker[],
): Promise<number[]> {
  const identities = new Map(
    workers.flatMap((own) =>
      own.agent && own.standing !== 'ended' ? [[own.agent.identity, own] as const] : [],
    ),
  );
  const counts = pools.map(() => 0);
  if (identities.size === 0) return counts;
  let cursor: string | undefined;
  do {
    const page = await storage.queues.list({
      queue: DEFAULT_QUEUE,
      states: ['claimed'],
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const task of page.tasks) {
      if (!identities.has(task.claim?.worker ?? '')) continue;
      const index = poolOf(pools, task);
      if (index >= 0) counts[index] = (counts[index] ?? 0) + 1;
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  return counts;
}
