import type { CommandResult } from '../command/run-command.js';
import type { Workspace } from '../workspace/workspace.js';

/** A command of a model. */
export interface SandboxedCommand {
  /** A line for `/bin/sh -c`. */
  command: string;
  workspace: Workspace;
  /** Absolute, inside the workspace. */
  cwd: string;
  /** Put on top of what may pass. */
  variables: Readonly<Record<string, string>>;
  timeoutMs: number;
  signal: AbortSignal;
}

export interface SandboxedResult extends CommandResult {
  /** Paths that are protected and were made by the command, each with the name it has now. */
  setAside: ReadonlyArray<{ path: string; renamedTo: string }>;
}

/** Where the commands of a model run. */
export interface Sandbox {
  readonly name: string;
  /** When it settles, every process of the command has ended. @throws `unsupported` where there is no sandbox. */
  run(request: SandboxedCommand): Promise<SandboxedResult>;
}

export interface SandboxOptions {
  /** The host's network, with all that listens on loopback. Default false: none at all. */
  network?: boolean;
  /** Runs commands without any sandbox, as the user who runs the worker. */
  unsafeNoSandbox?: boolean;
  /** Absolute paths outside the workspace that commands may read, such as a tool chain in the home folder. */
  readable?: readonly string[];
  /** Absolute paths that stay hidden although they lie in the workspace or in something readable. */
  hidden?: readonly string[];
  /** Variables that commands get besides the common ones (`PATH`, `LANG`, `TZ` …). */
  passEnvironment?: readonly string[];
  limits?: Partial<ResourceLimits>;
  /** Where variables come from. Default `process.env`. */
  environment?: NodeJS.ProcessEnv;
  /** Default: `AGENTCOORD_BUBBLEWRAP`, else `bwrap` on PATH. */
  bubblewrap?: string;
}

export interface ResourceLimits {
  /** Default 512. */
  processes: number;
  /** Of one process; of all together where a control group can be made. Default 4 GiB. */
  memoryBytes: number;
  /** Default 1 GiB. */
  fileBytes: number;
  /** What `/tmp` holds; it lies in memory. Default 512 MiB. */
  temporaryBytes: number;
}

const MIB = 1024 * 1024;

export const DEFAULT_RESOURCE_LIMITS: Readonly<ResourceLimits> = {
  processes: 512,
  memoryBytes: 4096 * MIB,
  fileBytes: 1024 * MIB,
  temporaryBytes: 512 * MIB,
};
