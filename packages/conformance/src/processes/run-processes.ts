import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Storage } from '@agentcoord/core';
import type { Evidence, HistoryEntry } from '../checkers/evidence.js';
import type { StorageConnection } from '../harness/storage-harness.js';
import { gatherEvidence } from './gather-evidence.js';
import { readHistory } from './history-file.js';
import type { ProcessJob } from './process-job.js';
import { seededRandom } from './random.js';
import { runWorker, type WorkerEnd } from './spawn-worker.js';

export interface RunProcesses {
  storage: Storage;
  connection: StorageConnection;
  processes: number;
  /** How many are killed from outside, at a random moment of their work. */
  killed: number;
  seed: number;
  work: (name: string) => ProcessJob['work'];
  /** What the parent itself saw. */
  before: HistoryEntry[];
}

export interface ProcessesRun {
  evidence: Evidence;
  ends: WorkerEnd[];
}

/**
 * Runs processes on one namespace to their end. Of those that are not killed from outside, one for each
 * crash point of the storage kills itself there. The last process is always left alone, so the work gets done.
 */
export async function runProcesses(run: RunProcesses): Promise<ProcessesRun> {
  const folder = mkdtempSync(join(tmpdir(), 'agentcoord-processes-'));
  const random = seededRandom(run.seed);
  const points = run.connection.crashPoints ?? [];
  try {
    const files: string[] = [];
    const starts = Array.from({ length: run.processes }, (_, index) => {
      const file = join(folder, `${index}.jsonl`);
      files.push(file);
      const spared = index === run.processes - 1;
      const killAt = index < run.killed && !spared ? 1 + Math.floor(random() * 10) : undefined;
      const point = killAt === undefined && !spared ? points[index - run.killed] : undefined;
      const nth = 1 + Math.floor(random() * 30);
      const job: ProcessJob = {
        connection: run.connection,
        historyFile: file,
        work: run.work(`process-${index}`),
        ...(killAt === undefined ? {} : { killAt }),
      };
      const killDelayMs = Math.floor(random() * 20);
      return runWorker(job, {
        killDelayMs,
        ...(point === undefined ? {} : { crashPoint: `${point}:${nth}` }),
      });
    });
    const ends = await Promise.all(starts);
    const histories = files.map(readHistory);
    return { evidence: await gatherEvidence(run.storage, [run.before, ...histories]), ends };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
