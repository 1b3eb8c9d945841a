import type { LaunchedProcess, Launcher } from '../launcher/launcher.js';
import { logTail } from '../log/log-tail.js';
import type { SpawnedWorker } from '../record/spawned-worker.js';
import type { SpawnerContext } from '../spawner-context.js';
import { endedTooSoon, tookTooLong } from './spawn-failure.js';
import { waitUntilReady } from './wait-until-ready.js';

const GRACE_AFTER_FAILURE_MS = 2_000;

export interface ConfirmStarted {
  worker: SpawnedWorker;
  launched: LaunchedProcess;
  launcher: Launcher;
  /** Never to be repeated from its output. */
  secrets: readonly string[];
  timeoutMs: number;
  signal?: AbortSignal;
}

/** Returns once the worker is registered; otherwise nothing of it is left running, and it throws. */
export async function confirmStarted(context: SpawnerContext, started: ConfirmStarted): Promise<void> {
  const { worker, launched, timeoutMs } = started;
  try {
    const readiness = await waitUntilReady({ ...context, ...started });
    if (readiness.status === 'ready') return;
    const tail = await logTail(worker.logFile, launched.logOffset, started.secrets);
    throw readiness.status === 'exited'
      ? endedTooSoon(worker, readiness.exit, tail)
      : tookTooLong(worker, timeoutMs, tail);
  } catch (error) {
    await started.launcher.stop(launched.handle, { graceMs: GRACE_AFTER_FAILURE_MS });
    await context.ends.note(worker, { reason: 'it did not start' }).catch(() => undefined);
    throw error;
  }
}
