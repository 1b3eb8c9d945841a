import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Task } from '@agentcoord/core';
import { TaskQueue } from '@agentcoord/queue';
import { openFileStorage } from '@agentcoord/storage-file';
import { fillFolder } from './fill-folder.js';
import { type FleetWorkerSetting, fleetProject, fleetTasks } from './fleet-task.js';
import { gitIn, makeRepository } from './git-folder.js';
import { eventually } from './watch.js';

const WORKER = fileURLToPath(new URL('./fleet-worker.process.ts', import.meta.url));
const FLAGS = ['--conditions=@agentcoord/source', '--import', import.meta.resolve('tsx')];
const NAMES = ['Ada', 'Bob', 'Cleo'];
/** Beyond a lease of 60 s, and all the work after it. */
const PATIENCE_MS = 240_000;

export interface FleetReport {
  /** What must not have happened. */
  violations: string[];
  /** Of the time of all workers, in calls of the store. */
  storeShare: number;
}

/**
 * Three worker processes do twelve tasks that share files. The first one stops (SIGSTOP) in the middle of its first
 * edit; it goes on when its lock and its claim are gone: because they have expired, or an operator took them away.
 */
export async function runFleet(
  folder: string,
  setting: Pick<FleetWorkerSetting, 'mode' | 'modelMs'> & { loses: 'expire' | 'revoke' },
): Promise<FleetReport> {
  const root = join(folder, 'project');
  const store = join(folder, 'store');
  await fillFolder(root, fleetProject());
  makeRepository(root);
  await using storage = await openFileStorage({ folder: store });
  const queue = new TaskQueue({ storage });
  for (const task of fleetTasks)
    await queue.add({
      title: `Fill ${task.slot}`,
      payload: { ...task, verify: `${process.execPath} test.mjs` },
    });
  const { mode, modelMs } = setting;
  const workers = NAMES.map((name, index) =>
    startWorker({ store, root, name, mode, modelMs }, index === 0 ? 'edit-before-write:1:stop' : ''),
  );
  const said = Promise.all(workers.map((worker) => text(worker.stdout as NodeJS.ReadableStream)));
  try {
    const [first] = workers;
    await until('the first worker stands still', () => isStopped(first?.pid));
    const taken = (await queue.list()).tasks.filter(
      ({ state, claim }) => state === 'claimed' && claim?.worker.startsWith('Ada'),
    );
    if (setting.loses === 'revoke') {
      const { grants } = await storage.leases.inspect({});
      for (const { grantId, holder } of grants)
        if (holder.startsWith('Ada'))
          await storage.leases.revoke({ grantId, reason: 'it stands still', by: 'operator' });
      for (const { claim } of taken)
        await storage.queues.evict({ worker: claim?.worker ?? '', reason: 'it stands still' });
    }
    await until('others do its task', async () =>
      (await Promise.all(taken.map(({ id }) => queue.get(id)))).every(isDone),
    );
    first?.kill('SIGCONT');
    await until('all tasks are done', async () => (await queue.list()).tasks.every(isDone));
    for (const worker of workers) worker.stdin?.end();
    const reports = (await said).map((line) => JSON.parse(line) as { storeMs: number; wallMs: number });
    const sum = (pick: 'storeMs' | 'wallMs'): number => reports.reduce((total, one) => total + one[pick], 0);
    return {
      violations: [...(taken.length === 0 ? ['nobody was paused'] : []), ...(await wrongIn(root))],
      storeShare: sum('storeMs') / sum('wallMs'),
    };
  } finally {
    for (const worker of workers) worker.kill('SIGKILL');
  }
}

/** Every edit is there once, the tests pass, and git has a commit of each task. */
async function wrongIn(root: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const { slot, paths } of fleetTasks) {
    for (const path of paths) {
      const count = (await readFile(join(root, path), 'utf8')).split(`'${slot}',`).length - 1;
      if (count !== 1) wrong.push(`${path} has the edit of ${slot} ${count} times`);
    }
  }
  const commits = gitIn(root, 'log', '--format=%s')
    .split('\n')
    .filter((title) => title.startsWith('Fill '));
  if (new Set(commits).size !== fleetTasks.length) wrong.push(`commits of ${new Set(commits).size} tasks`);
  if (gitIn(root, 'status', '--porcelain') !== '') wrong.push('something is not committed');
  const test = spawn(process.execPath, ['test.mjs'], { cwd: root, stdio: 'ignore' });
  const [code] = await once(test, 'exit');
  if (code !== 0) wrong.push('the tests of the project do not pass');
  return wrong;
}

function startWorker(setting: FleetWorkerSetting, point: string): ChildProcess {
  return spawn(process.execPath, [...FLAGS, WORKER, JSON.stringify(setting)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, AGENTCOORD_CRASH_POINT: point },
  });
}

const isDone = (task: Task | undefined): boolean => task?.state === 'completed';

async function isStopped(processId: number | undefined): Promise<boolean> {
  return / T /.test(await readFile(`/proc/${processId}/stat`, 'utf8'));
}

function until(what: string, isSo: () => Promise<boolean>): Promise<true> {
  return eventually(what, async () => (await isSo()) || undefined, PATIENCE_MS);
}
