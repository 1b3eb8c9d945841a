import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pause } from '@agentcoord/core';
import { defineProof } from '@agentcoord/tooling/prove';
import { oneLeaderAtATime } from '../test/support/one-leader.js';
import { openScaling, type RunningScaler, type Scaling } from '../test/support/open-scaling.js';

const OPTIONS = { maxWorkers: 4, tasksPerWorker: 3, cooldown: '1s', leaderTtl: '1s' } as const;
const HARMS = ['SIGKILL', 'SIGSTOP', undefined] as const;

export default defineProof({
  promise:
    'Bursts of tasks over two autoscalers, one of which is killed or stopped in every round: never more workers than the maximum, every task done in its first try, one leader at a time, nobody left in the end.',
  run: async ({ scaled, seed }) => {
    const counts = { bursts: 0, tasks: 0, 'leaders killed or stopped': 0, rounds: 0 };
    const violations: string[] = [];
    const random = randomFrom(seed);
    for (let burst = 0; burst < scaled(40); burst += 1) {
      const folder = await realpath(await mkdtemp(join(tmpdir(), 'agentcoord-prove-')));
      const scaling = await openScaling(folder);
      try {
        const tasks = 4 + Math.floor(random() * 20);
        const harm = HARMS[burst % HARMS.length];
        const running = [scaling.start(OPTIONS), scaling.start(OPTIONS)];
        await Promise.race(running.map((one) => one.next(({ role }) => role === 'leader')));
        await scaling.addTasks(tasks, { ms: Math.floor(random() * 400) });
        await pause(Math.floor(random() * 1_500));
        if (harm !== undefined) counts['leaders killed or stopped'] += 1;
        const rounds = await goOn(running, harm);
        await settled(scaling);
        counts.bursts += 1;
        counts.tasks += tasks;
        counts.rounds += rounds().length;
        violations.push(
          ...(await judge(scaling, rounds())).map((what) => `burst ${burst}, ${harm}: ${what}`),
        );
      } finally {
        await scaling.close();
        await rm(folder, { recursive: true, force: true });
      }
    }
    return { counts, violations };
  },
});

/** Does it to whoever leads. A stopped one goes on when another has taken over. */
async function goOn(running: readonly RunningScaler[], harm: NodeJS.Signals | undefined) {
  const leader = running.find(({ rounds }) => rounds.at(-1)?.role === 'leader');
  const other = running.find((one) => one !== leader);
  if (harm === 'SIGKILL') await leader?.end('SIGKILL');
  if (harm === 'SIGSTOP') {
    const takenOver = other?.next(({ role }) => role === 'leader');
    await leader?.freeze();
    await takenOver;
    leader?.child.kill('SIGCONT');
  }
  return () => running.flatMap(({ rounds }) => rounds);
}

async function settled({ queue, spawner }: Scaling): Promise<void> {
  for (;;) {
    const { counts } = await queue.stats();
    const workers = await spawner.list();
    const left = workers.filter(({ state }) => state === 'starting' || state === 'running');
    if (counts.ready + counts.claimed + counts.scheduled + left.length === 0) return;
    await pause(200);
  }
}

async function judge({ queue, mostWorkers }: Scaling, rounds: RunningScaler['rounds']): Promise<string[]> {
  const { tasks } = await queue.list({ limit: 1_000 });
  const again = tasks.filter(({ state, attempts }) => state !== 'completed' || attempts !== 1);
  const most = await mostWorkers();
  return [
    ...again.map(({ title, state, attempts }) => `${title} is ${state} after ${attempts} tries`),
    ...(most > OPTIONS.maxWorkers ? [`there were ${most} workers at once`] : []),
    ...(oneLeaderAtATime(rounds) ? [] : ['two led at once']),
  ];
}

/** Small and repeatable (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
