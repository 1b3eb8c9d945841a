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
  /** How many are stopped at such a moment, and go on after `stopMs`. Default none. */
  stopped?: number;
  /** Longer than a lease, so that a stopped process wakes up without what it held. Default 3,500 ms. */
  stopMs?: number;
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
      const stops = killAt === undefined && !spared && index < run.killed + (run.stopped ?? 0);
      const stopAt = stops ? 1 + Math.floor(random() * 10) : undefined;
      const unhurt = killAt === undefined && stopAt === undefined && !spared;
      const point = unhurt ? points[index - run.killed - (run.stopped ?? 0)] : undefined;
      const nth = 1 + Math.floor(random() * 30);
      const job: ProcessJob = {
        connection: run.connection,
        historyFile: file,
        work: run.work(`process-${index}`),
        ...(killAt === undefined ? {} : { killAt }),
        ...(stopAt === undefined ? {} : { stopAt }),
      };
      const killDelayMs = Math.floor(random() * 20);
      return runWorker(job, {
        killDelayMs,
        stopMs: run.stopMs ?? 3_500,
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
