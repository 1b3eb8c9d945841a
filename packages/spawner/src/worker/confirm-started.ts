import type { Clock, Storage } from '@agentcoord/core';
import type { AgentRegistry } from '@agentcoord/registry';
import type { LaunchedProcess, Launcher } from '../launcher/launcher.js';
import { logTail } from '../log/log-tail.js';
import type { SpawnedWorker } from '../record/spawned-worker.js';
import type { WorkerRecords } from '../record/worker-records.js';
import { endedTooSoon, tookTooLong } from './spawn-failure.js';
import { waitUntilReady } from './wait-until-ready.js';

const GRACE_AFTER_TIMEOUT_MS = 2_000;

export interface ConfirmStarted {
  worker: SpawnedWorker;
  launched: LaunchedProcess;
  launcher: Launcher;
  storage: Storage;
  records: WorkerRecords;
  registry: AgentRegistry;
  clock: Clock;
  /** Never to be repeated from its output. */
  secrets: readonly string[];
  timeoutMs: number;
  signal?: AbortSignal;
}

/** Returns once the worker is registered; otherwise nothing of it is left running, and it throws. */
export async function confirmStarted(started: ConfirmStarted): Promise<void> {
  const { worker, launched, timeoutMs } = started;
  const { exited, logOffset } = launched;
  const tail = (): Promise<string> => logTail(worker.logFile, logOffset, started.secrets);
  try {
    const readiness = await waitUntilReady({ ...started, name: worker.name, spawnId: worker.id, exited });
    if (readiness.status === 'exited') throw endedTooSoon(worker, readiness.exit, await tail());
    if (readiness.status === 'timeout') throw tookTooLong(worker, timeoutMs, await tail());
  } catch (error) {
    await started.launcher.stop(launched.handle, { graceMs: GRACE_AFTER_TIMEOUT_MS });
    const exitedAt = await started.storage.now();
    await started.records.change(worker, (now) => ({ state: 'exited', exitedAt: now.exitedAt ?? exitedAt }));
    throw error;
  }
}
