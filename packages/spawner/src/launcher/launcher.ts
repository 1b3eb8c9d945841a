import type { JsonObject } from '@agentcoord/core';
import type { WorkerLimits } from '../limits/worker-limits.js';
import type { Program } from '../worker/default-program.js';

/** What to start, in terms that every kind of launcher understands. */
export interface LaunchSpec {
  spawnId: string;
  name: string;
  /** What shares tasks, locks and agents, where the spawner was told; for labels, and for workers without a clone. */
  namespace?: string;
  /** The worker's program on this machine; left out for a launcher that `bringsProgram`. */
  program?: Program;
  /** `worker --name=…`. Never a secret: arguments can be read by every user of the machine. */
  args: string[];
  /** The whole environment of the worker; nothing else is passed on. */
  environment: Record<string, string>;
  /** Variables of it that are secret: never in an argument, an address, a label or a handle. */
  secretNames: readonly string[];
  cwd: string;
  /** Folders it works with: the repository, and where its store is when that is outside. Absolute. */
  folders: readonly string[];
  logFile: string;
  limits: WorkerLimits;
  /** Of a launcher of this mode, as its `settings` were for the life before: they go before its own. */
  settings?: JsonObject;
  /** Gives up starting. */
  signal?: AbortSignal;
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
  /**
   * Resolves when it is known that it ended and its log is written, as long as this process lives to see it; never
   * rejects. A connection that breaks is no end.
   */
  exited: Promise<LaunchExit>;
  /** Where its output begins in the log file; earlier text is of an earlier life. */
  logOffset: number;
}

/** `elsewhere`: only its own host can tell, or nobody answers who could. */
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
  /** Limits it can hold; a request for another one is refused before anything starts. */
  readonly limits: readonly (keyof WorkerLimits)[];
  /** The program is where the worker runs (an image), so none is looked for on this machine. Default false. */
  readonly bringsProgram?: boolean;
  /**
   * How it was made, as far as a later life of a worker depends on it: whoever restarts that has a launcher of its own, made in
   * another way. Stored, so plain JSON without secrets.
   */
  readonly settings?: JsonObject;
  /**
   * Resolves when the process exists; when it rejects, nothing is left of it, also where an answer was lost.
   * @throws `spawn_failed`, `misconfigured`.
   */
  launch(spec: LaunchSpec): Promise<LaunchedProcess>;
  isAlive(handle: LaunchHandle): Promise<Liveness>;
  /** Asks it to end, waits, then ends it with everything it started. @throws `unsupported` from another host. */
  stop(handle: LaunchHandle, options: { graceMs: number; signal?: AbortSignal }): Promise<LauncherStop>;
  /** What there is of a spawn id although nobody recorded its handle, running or not. @throws where nobody can say. */
  find?(spawnId: string): Promise<LaunchHandle | undefined>;
  /** The newest lines of its output, from where it runs; for a worker whose log file is written only while its spawner lives. */
  readLog?(handle: LaunchHandle, options: { lines: number }): Promise<string[]>;
  /** Ends what this process does for its workers, such as following their output. They go on. */
  close?(): void;
  /** Removes what is left of a worker that has ended: a container, a file. One that runs after all stays. Harmless when repeated. */
  clear?(handle: LaunchHandle): Promise<void>;
}
