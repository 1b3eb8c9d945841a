import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type TaskInput, TaskQueue } from '@agentcoord/queue';
import { openFileStorage } from '@agentcoord/storage-file';
import { median } from '../measure/median.js';
import { withFolder } from './store-folder.js';

const PROCESSES = 4;
const JSON_TASKS = 1_000;
const BATCH = 10_000;

interface Round {
  claimsPerSecond: number;
  fairness: number;
}

/** Four processes on each side, in turn. */
export async function measurePeers(quick: boolean): Promise<Array<Record<string, string | number>>> {
  const { rounds, seconds, backlog } = quick
    ? { rounds: 1, seconds: 0.5, backlog: 10_000 }
    : { rounds: 5, seconds: 2, backlog: 60_000 };
  const peer: Round[] = [];
  const ours: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    peer.push(await jsonRound(seconds));
    ours.push(await fileRound(seconds, backlog));
  }
  const ratios = ours.map(
    (round, index) => round.claimsPerSecond / (peer[index]?.claimsPerSecond ?? Number.NaN),
  );
  return [
    row(`${PROCESSES} processes, JSON file + proper-lockfile`, peer, '1.0'),
    row(`${PROCESSES} processes, file store`, ours, median(ratios).toFixed(1)),
  ];
}

function row(measured: string, rounds: readonly Round[], ratio: string): Record<string, string | number> {
  return {
    measured,
    'claims/s': Math.round(median(rounds.map(({ claimsPerSecond }) => claimsPerSecond))),
    fairness: median(rounds.map(({ fairness }) => fairness)).toFixed(2),
    'against the JSON file': ratio,
  };
}

function fileRound(seconds: number, backlog: number): Promise<Round> {
  return withFolder(async (folder) => {
    const storage = await openFileStorage({ folder });
    const queue = new TaskQueue({ storage });
    for (let added = 0; added < backlog; added += BATCH) {
      await queue.addMany(Array<TaskInput>(BATCH).fill({ title: 'task', tags: ['mine'] }));
    }
    try {
      return await race('file', folder, seconds);
    } finally {
      await storage.close();
    }
  });
}

function jsonRound(seconds: number): Promise<Round> {
  return withFolder(async (folder) => {
    const file = join(folder, 'tasks.json');
    const tasks = Array.from({ length: JSON_TASKS }, (_, id) => ({
      id,
      title: 'task',
      priority: 3,
      state: 'ready',
    }));
    await writeFile(file, JSON.stringify({ next: JSON_TASKS, tasks }));
    return await race('json', file, seconds);
  });
}

/** Starts all processes, lets them begin together, and adds up what each has claimed. */
async function race(side: 'file' | 'json', place: string, seconds: number): Promise<Round> {
  const script = fileURLToPath(new URL('claimer.process.ts', import.meta.url));
  const children = Array.from({ length: PROCESSES }, (_, index) =>
    spawn(
      process.execPath,
      [
        '--conditions=@agentcoord/source',
        '--import',
        'tsx',
        script,
        side,
        place,
        String(seconds),
        `claimer-${index}`,
      ],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    ),
  );
  const said = children.map(lines);
  await Promise.all(said.map((next) => next()));
  for (const child of children) child.stdin?.end('go\n');
  const claims = await Promise.all(said.map(async (next) => Number(await next())));
  await Promise.all(children.map((child) => child.exitCode ?? once(child, 'close')));
  return {
    claimsPerSecond: claims.reduce((sum, count) => sum + count, 0) / seconds,
    fairness: Math.min(...claims) / Math.max(...claims),
  };
}

function lines(child: ChildProcess): () => Promise<string> {
  if (!child.stdout) throw new Error('The process has no output.');
  const iterator = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return async () => {
    const { value, done } = await iterator.next();
    if (done) throw new Error('A process ended early.');
    return String(value);
  };
}
