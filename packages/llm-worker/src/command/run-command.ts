import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { AgentCoordError, crashPoint, describeThrown, newId, pause, throwIfAborted } from '@agentcoord/core';
import { guardAgainstOrphans } from './orphan-guard.js';
import { type CapturedOutput, OutputCapture } from './output-capture.js';
import { endProcessGroup } from './process-group.js';
import { COMMAND_MARK, killStrayProcesses } from './stray-processes.js';

export interface RunCommand {
  /** A line for `/bin/sh -c`. */
  command: string;
  /** Absolute. */
  cwd: string;
  /** Everything the command sees of the environment. */
  environment: Readonly<Record<string, string>>;
  /** Left out: as long as the signal lets it. */
  timeoutMs?: number;
  signal: AbortSignal;
  /** Between SIGTERM and SIGKILL. Default 5 s, and 1 s where the signal fired: a worker that stops waits for it. */
  graceMs?: number;
  /** Kept of each stream, half of its beginning and half of its end. Default 64 KiB. */
  outputBytes?: number;
}

export type CommandEnding = 'exited' | 'timed-out' | 'aborted';

export interface CommandResult {
  ended: CommandEnding;
  /** 128 + n for a death by signal n. */
  exitCode: number | null;
  killedBy: NodeJS.Signals | null;
  stdout: CapturedOutput;
  stderr: CapturedOutput;
  durationMs: number;
}

const DEFAULT_GRACE_MS = 5000;
const ABORT_GRACE_MS = 1000;
const DEFAULT_OUTPUT_BYTES = 64 * 1024;
const AFTER_END_MS = 500;
// The command begins once its guard is there: a worker killed in between leaves a shell that ends by itself.
const WAIT_FOR_GUARD = 'read -r go <&3 || exit 125; exec 3<&-; exec /bin/sh -c "$1"';

/**
 * Runs a shell command in a process group of its own. When this settles, the whole group has ended,
 * whatever the reason: what the command left in the background, too. It also ends when this process
 * is killed. A fired signal is an ending, so that the output so far is not lost.
 * @throws `tool_failed` when the shell cannot be started; the signal's reason when it had fired before.
 */
export async function runCommand(request: RunCommand): Promise<CommandResult> {
  throwIfAborted(request.signal, 'a command before it began');
  const startedAt = performance.now();
  const mark = newId('command');
  const child = spawn('/bin/sh', ['-c', WAIT_FOR_GUARD, 'sh', request.command], {
    cwd: request.cwd,
    env: { ...request.environment, [COMMAND_MARK]: mark },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const exited = new Promise<'exited'>((resolve) => child.once('exit', () => resolve('exited')));
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const limit = request.outputBytes ?? DEFAULT_OUTPUT_BYTES;
  const stdout = capture(child.stdout, limit);
  const stderr = capture(child.stderr, limit);
  const groupId = await groupOf(child);
  crashPoint('command-spawned');
  const guard = guardAgainstOrphans(groupId, mark);
  letGo(child);
  crashPoint('command-started');

  const ending = await firstOf(exited, request);
  const grace = ending === 'aborted' ? ABORT_GRACE_MS : DEFAULT_GRACE_MS;
  await endProcessGroup(groupId, request.graceMs ?? grace);
  if (ending !== 'exited') await killStrayProcesses(mark);
  guard.dismiss();
  // A process with a session of its own may still hold the pipes: its output is nobody's any more.
  await settledWithin(closed, AFTER_END_MS);
  child.stdout?.destroy();
  child.stderr?.destroy();
  return {
    ended: ending,
    exitCode: child.exitCode ?? (child.signalCode && 128 + constants.signals[child.signalCode]),
    killedBy: child.signalCode,
    stdout: stdout.result(),
    stderr: stderr.result(),
    durationMs: Math.round(performance.now() - startedAt),
  };
}

function capture(stream: Readable | null, limitBytes: number): OutputCapture {
  const output = new OutputCapture(limitBytes);
  stream?.on('data', (chunk: Buffer) => output.push(chunk));
  stream?.on('error', () => undefined);
  return output;
}

function letGo(child: ChildProcess): void {
  const pipe = child.stdio[3];
  if (!pipe || !('write' in pipe)) return;
  // It may have been killed already; how it ended is seen elsewhere.
  pipe.on('error', () => undefined);
  pipe.end('go\n');
}

/** The child leads its own group, so its id is the group's. */
async function groupOf(child: ChildProcess): Promise<number> {
  if (child.pid !== undefined) return child.pid;
  const [cause] = await once(child, 'error').catch((thrown: unknown) => [thrown]);
  throw new AgentCoordError('tool_failed', `The command could not be started: ${describeThrown(cause)}.`, {
    cause,
  });
}

function firstOf(exited: Promise<'exited'>, request: RunCommand): Promise<CommandEnding> {
  const { signal, timeoutMs } = request;
  return new Promise((resolve) => {
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => settle('timed-out'), timeoutMs);
    const onAbort = (): void => settle('aborted');
    const settle = (ending: CommandEnding): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(ending);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    void exited.then(settle);
  });
}

async function settledWithin(promise: Promise<void>, ms: number): Promise<void> {
  const over = new AbortController();
  await Promise.race([promise, pause(ms, over.signal).catch(() => undefined)]);
  over.abort();
}
