import type { Readable } from 'node:stream';
import type { Configuration, CoordinationClient, Look } from '@agentcoord/client';
import type { Command } from 'commander';
import type { CommandTree } from './completion/command-tree.js';
import type { Paint } from './output/paint.js';

/** The part of a stream that output needs. */
export interface OutputStream {
  /** Is a terminal. */
  isTTY?: boolean;
  columns?: number;
  write(text: string | Uint8Array, done?: (error?: Error | null) => void): boolean;
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
}

/** What the program touches of its surroundings, so that a test can hand it others. */
export interface CliIo {
  stdin: Readable;
  /** All of stdin in one step, where that can be had without waiting for ever; `undefined`: read the stream. */
  readStdin?(mostBytes: number): string | undefined;
  stdout: OutputStream;
  stderr: OutputStream;
  environment: Readonly<Record<string, string | undefined>>;
  /** Absolute. */
  cwd: string;
  /** How to start this very command line again, as a worker. Default: the `agentcoord` that is installed. */
  program?: { command: string; args: string[] };
}

/** Options every command takes. */
export interface GlobalOptions {
  json?: boolean;
  agent?: string;
  namespace?: string;
  home?: string;
  redis?: string;
  fallback?: string;
  cwd?: string;
}

/** What a command answers; printed once, as text or in the envelope of `--json`. */
export interface CommandResult {
  /** For `data` of the envelope: times are epoch ms in fields that end in `At` and come out as ISO 8601. */
  data: unknown;
  /** For people. Build it with `plain` or `renderTable`, which keep control bytes of data away. */
  text: string | (() => string | Promise<string>);
  /** Default 0. */
  exitCode?: number;
}

/** One invocation of one command. */
export interface CommandCall<Options extends object = object> {
  /** As in the envelope: `tasks list`. */
  name: string;
  options: Options & GlobalOptions;
  /** Everything after `--`. */
  trailing: readonly string[];
  io: CliIo;
  /** The folder the command works in: `--cwd`, else where it was started. */
  cwd: string;
  /** Fires on Ctrl-C, on SIGTERM and when nobody reads the output any more. */
  signal: AbortSignal;
  json: boolean;
  /** Colours for stdout. */
  paint: Paint;
  /** The agent who acts, if any was named: `--agent`, else AGENTCOORD_AGENT_ID. */
  agent: string | undefined;
  /** Who acts, for records: the agent, else `operator`. */
  actor: string;
  /** The commands there are; only where the whole command line is loaded. */
  tree: CommandTree | undefined;
  /** Everything decided before a store is opened, for the folder of this command or another. */
  configure(place?: { cwd: string }): Promise<Configuration>;
  /** Opens the store without registering an agent; closed when the command ends. */
  connect(): Promise<CoordinationClient>;
  /** Opens the store for a command that only looks, once; closed when the command ends. `cwd`: of another folder. */
  look(place?: { cwd: string }): Promise<Look>;
  /** One line of a stream: `text` for people, `data` in an envelope of its own with `--json`. */
  emit(line: { data: unknown; text: string }): void;
  /** A line about what is going on, to stderr; never part of the result. */
  note(text: string): void;
  /** A line of a log, to stderr as it is: whoever wrote it made it safe. */
  log(line: string): void;
  /** A line that replaces itself on a terminal, and is not shown anywhere else. */
  progress(text: string): void;
  /** Lets a command end in its own way: the handler is called instead of aborting `signal`. */
  onTerminate(handler: (signal: 'SIGINT' | 'SIGTERM') => void): void;
}

/** Turns an action into what commander calls. Arguments are passed on as commander parsed them. */
export type Handle = <Options extends object>(
  action: (call: CommandCall<Options>, ...args: never[]) => Promise<CommandResult | undefined>,
) => (...args: unknown[]) => Promise<void>;

/**
 * Every file in `commands/` (and `demo/demo-command.ts`) exports one `define` of this shape. The
 * command exists already, with its name and summary; it adds arguments, options and its action:
 *
 *     export const define: DefineCommand = (command, handle) => {
 *       command.argument('<title>').option('--tag <tag>').action(handle(addTask));
 *     };
 */
export type DefineCommand = (command: Command, handle: Handle) => void;

/** Runs the action if the command was called in its plain form; `flags` are its own without a value: `{ '--all': 'all' }`. */
export type RunQuickly = <Options extends object>(
  flags: Readonly<Record<string, keyof Options & string>>,
  action: (call: CommandCall<Options>) => Promise<CommandResult | undefined>,
) => Promise<number | undefined>;

/** A command that people and scripts run all the time also starts without commander, in its plain form. */
export type QuickCommand = (run: RunQuickly) => Promise<number | undefined>;
