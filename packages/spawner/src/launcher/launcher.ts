import type { JsonObject } from '@agentcoord/core';

/** What to start, in terms that every kind of launcher understands. */
export interface LaunchSpec {
  spawnId: string;
  name: string;
  command: string;
  /** Never a secret: arguments can be read by every user of the machine. */
  args: string[];
  /** The whole environment of the worker; nothing else is passed on. */
  environment: Record<string, string>;
  cwd: string;
  logFile: string;
}

/** How to find a launched worker again, from any process. Stored, so plain JSON without secrets. */
export interface LaunchHandle extends JsonObject {
  /** The host it runs on; left out when it can be reached from everywhere. */
  host?: string;
  /** For people; trusted only together with the rest of the handle. */
  pid?: number;
}

export interface LaunchExit extends JsonObject {
  code?: number;
  signal?: string;
}

export interface LaunchedProcess {
  handle: LaunchHandle;
  /** Resolves when it ends, as long as this process lives to see it; never rejects. */
  exited: Promise<LaunchExit>;
  /** Where its output begins in the log file; earlier text is of an earlier life. */
  logOffset: number;
}

/** `elsewhere`: only its own host can tell. */
export type Liveness = 'running' | 'gone' | 'elsewhere';

export type StopOutcome =
  /** It ended by itself within the grace. */
  | 'stopped'
  /** It, or something it had started, was still there after the grace and was killed. */
  | 'killed'
  | 'already_gone'
  /** Killed, and the system still lists it: a process stuck in the kernel. */
  | 'still_running';

export interface LauncherStop {
  outcome: StopOutcome;
  /** Processes that had to be killed, the worker's children included. */
  killed: number;
}

/** One way to run workers: one file behind this interface. */
export interface Launcher {
  readonly mode: string;
  /** Resolves when the process exists. @throws `spawn_failed`. */
  launch(spec: LaunchSpec): Promise<LaunchedProcess>;
  isAlive(handle: LaunchHandle): Promise<Liveness>;
  /** Asks it to end, waits, then ends it with everything it started. @throws `unsupported` from another host. */
  stop(handle: LaunchHandle, options: { graceMs: number; signal?: AbortSignal }): Promise<LauncherStop>;
  /** A worker of that spawn id that runs although nobody recorded its handle. */
  find?(spawnId: string): Promise<LaunchHandle | undefined>;
}
