import type { LaunchExit, LaunchHandle } from '../launcher/launcher.js';

/**
 * `starting`: written down, not yet seen running. `running`: its process exists. `exited`: it ran and is
 * gone. `failed`: it never ran.
 */
export type WorkerState = 'starting' | 'running' | 'exited' | 'failed';

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
  engine?: string;
  maxTasks?: number;
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
  exitedAt?: number;
  /** As far as somebody saw it end. */
  exit?: LaunchExit & { reason?: string };
}

export function isActive(worker: SpawnedWorker): boolean {
  return worker.state === 'starting' || worker.state === 'running';
}
