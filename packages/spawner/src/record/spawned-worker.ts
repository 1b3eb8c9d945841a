import type { JsonObject } from '@agentcoord/core';
import type { LaunchExit, LaunchHandle } from '../launcher/launcher.js';
import type { WorkerLimits } from '../limits/worker-limits.js';
import type { RestartRecord } from '../worker/restart-policy.js';

/**
 * `starting`: written down, not yet seen running. `running`: its process exists. `exited`: it ran and is
 * gone. `failed`: it never ran. `restarting`: it ended, and its next life begins at `restartAt`. `crash-loop`:
 * it ended so often in a row that it is not restarted any more.
 */
export type WorkerState = 'starting' | 'running' | 'exited' | 'failed' | 'restarting' | 'crash-loop';

/** One life of a spawned worker, as any process finds it in the storage. */
export interface SpawnedWorker {
  /** The spawn id: this life of the worker, never used again. */
  id: string;
  name: string;
  mode: string;
  state: WorkerState;
  tags: string[];
  capabilities: string[];
  useLlm: boolean;
  provider?: string;
  model?: string;
  engine?: string;
  unsafeNoSandbox?: boolean;
  maxTasks?: number;
  limits?: WorkerLimits;
  /** Of its launcher, for its next life. */
  launcherSettings?: JsonObject;
  /** Left out: never restarted. */
  restart?: RestartRecord;
  /** Storage clock; while `restarting`. */
  restartAt?: number;
  /** Somebody stopped it: it stays stopped. */
  stopRequested?: boolean;
  /** Those variables of its own that are known to be no secrets, for its next life. */
  ownEnvironment?: Record<string, string>;
  /** Names of the others: whoever restarts it must have them. */
  ownSecrets?: string[];
  /** The agent that manages it. */
  parent?: string;
  spawnedBy: string;
  /** The host of the process that started it. */
  spawnerHost: string;
  logFile: string;
  /** For people; `handle` names the process. */
  pid?: number;
  /** The host it runs on. */
  host?: string;
  /** How its launcher finds it; holds pid, start time, host and boot of a local process. */
  handle?: LaunchHandle;
  /** Storage clock. */
  startedAt: number;
  /** Storage clock: when its spawner last said that it is still starting it, such as pulling its image. */
  launchingAt?: number;
  exitedAt?: number;
  /** As far as somebody saw it end. */
  exit?: LaunchExit & {
    reason?: string;
    /** It took itself off the list before it ended. */
    left?: boolean;
    /** Its host is gone: nobody saw it end, and it may even live, without its name and its tasks. */
    lost?: boolean;
  };
}

/** Restarting counts: the name is its own until it is stopped. */
export function hasItsName(worker: SpawnedWorker): boolean {
  return isActive(worker) || worker.state === 'restarting';
}

export function isActive(worker: SpawnedWorker): boolean {
  return worker.state === 'starting' || worker.state === 'running';
}
