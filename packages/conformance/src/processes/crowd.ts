import { newId, type Storage } from '@agentcoord/core';
import { type Checker, type HistoryEntry, seen } from '../checkers/evidence.js';
import { fenceMono } from '../checkers/fence-mono.js';
import { logComplete } from '../checkers/log-complete.js';
import { noGhost } from '../checkers/no-ghost.js';
import { noLostTask } from '../checkers/no-lost-task.js';
import { oneCompletion } from '../checkers/one-completion.js';
import { oneHolder } from '../checkers/one-holder.js';
import type { StorageConnection } from '../harness/storage-harness.js';
import type { Recorder } from './history-file.js';
import { type ProcessesRun, runProcesses } from './run-processes.js';

export interface CrowdOptions {
  storage: Storage;
  connection: StorageConnection;
  processes: number;
  killed: number;
  /** Stopped (SIGSTOP) for longer than their lease; they then go on. Default none. */
  stopped?: number;
  seed: number;
}

/** The counts and the violations of one run; none of the latter means that every promise held. */
export interface CrowdReport {
  counts: Record<string, number>;
  violations: string[];
}

const CHECKERS: Record<string, Checker> = {
  OneHolder: oneHolder,
  FenceMono: fenceMono,
  NoLostTask: noLostTask,
  OneCompletion: oneCompletion,
  NoGhost: noGhost,
  LogComplete: logComplete,
};

/** Many processes claim from one queue; some are killed. Nothing is lost, nothing completed twice. */
export async function crowdOnOneQueue(options: CrowdOptions & { tasks: number }): Promise<CrowdReport> {
  const before: HistoryEntry[] = [];
  await pushTasks(options.storage, options.tasks, (entry) => before.push(entry));
  const run = await runProcesses({
    ...options,
    before,
    work: (worker) => ({ kind: 'claim', job: { worker, leaseMs: 3_000 } }),
  });
  const unfinished = run.evidence.tasks.filter((task) => task.state !== 'completed');
  const report = reportOf(run);
  return {
    counts: {
      tasks: options.tasks,
      completed: run.evidence.tasks.length - unfinished.length,
      ...report.counts,
    },
    violations: [
      ...report.violations,
      ...unfinished.map((task) => `${task.id} is ${task.state}, not completed`),
    ],
  };
}

/** Many processes take one lock; some are killed while they hold it. */
export async function crowdOnOneLock(options: CrowdOptions & { forMs: number }): Promise<CrowdReport> {
  const run = await runProcesses({
    ...options,
    before: [],
    work: (holder) => ({
      kind: 'lock',
      job: { holder, key: 'file/guarded', ttlMs: 1_000, forMs: options.forMs },
    }),
  });
  const report = reportOf(run);
  const writes = seen(run.evidence, 'write-accepted').length;
  return {
    ...report,
    counts: { ...report.counts, grants: seen(run.evidence, 'lease-granted').length, writes },
  };
}

const TASKS_A_PUSH = 1_000;

/** Pushes tasks that may be tried often: a kill uses up an attempt. */
export async function pushTasks(storage: Storage, count: number, record: Recorder): Promise<void> {
  const tasks = Array.from({ length: count }, (_, index) => ({
    id: newId('task'),
    title: `Task ${index}`,
    maxAttempts: 100,
  }));
  for (const { id } of tasks) record({ kind: 'task-asked', taskId: id });
  for (let first = 0; first < count; first += TASKS_A_PUSH) {
    const reply = await storage.queues.push({ tasks: tasks.slice(first, first + TASKS_A_PUSH) });
    for (const { id } of reply.tasks) record({ kind: 'task-acknowledged', taskId: id });
  }
}

function reportOf({ evidence, ends }: ProcessesRun): CrowdReport {
  const failures = seen(evidence, 'call-failed').map(
    (entry) => `a call failed: ${entry.code}: ${entry.message}`,
  );
  const troubles = ends.flatMap((end) =>
    end.trouble === undefined ? [] : [`a process ended badly: ${end.trouble}`],
  );
  const broken = Object.entries(CHECKERS).flatMap(([name, check]) =>
    check(evidence).map((violation) => `${name}: ${violation}`),
  );
  return {
    counts: { processes: ends.length, killed: ends.filter((end) => end.killed).length },
    violations: [...broken, ...failures, ...troubles],
  };
}
