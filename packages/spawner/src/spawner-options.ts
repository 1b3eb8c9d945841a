import type { Clock, Duration, NewId, Storage } from '@agentcoord/core';
import type { Launcher } from './launcher/launcher.js';
import type { Program } from './worker/default-program.js';

export interface WorkerSpawnerOptions {
  storage: Storage;
  /** Handed to workers in their environment. */
  redisUrl?: string;
  /** Default: the subprocess launcher alone. */
  launchers?: Launcher[];
  /** What shares tasks, locks and agents: names containers, and leads workers without a clone to the same place. */
  namespace?: string;
  /** Folders a worker in a container works with: `cwd` alone by default; add where the store is when that is outside. */
  folders?: readonly string[];
  /** One log file a worker name. */
  logFolder: string;
  /** Default: this machine's `agentcoord` executable. The arguments of the worker are added to it. */
  program?: Program;
  /** Where workers run: inside the repository. Default: the process's own. */
  cwd?: string;
  /**
   * Where the variables that every worker needs are taken from (the path, the home, the language; with
   * `useLlm` the key of its provider). Default: `process.env`.
   */
  inherit?: Readonly<Record<string, string | undefined>>;
  /** Added to every worker's environment; for a client's `configuration.environment`. */
  environment?: Readonly<Record<string, string>>;
  /** Who spawns, for people and the records. Default `operator`. */
  spawnedBy?: string;
  /** A worker of another host, of which nothing is heard at all, counts as lost this long after the end of its agent. Default `2m`. */
  lostAfter?: Duration;
  clock?: Clock;
  newId?: NewId;
}
