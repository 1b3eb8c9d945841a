import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { AgentCoordError } from '@agentcoord/core';

interface CommandToRun {
  program: string;
  args: readonly string[];
  cwd: string;
  environment: Readonly<Record<string, string | undefined>>;
  stdoutTo: 'stdout' | 'stderr';
}

/** Below what is left of the 2 s of Ctrl-C. */
const KILL_AFTER_MS = 1_000;

/** One command in a process group of its own, so that everything it starts can be ended with it. */
export class CommandGroup {
  /** Its exit code, 128 + n when signal n ended it. Then nothing of the group runs any more. */
  readonly ended: Promise<number>;
  private readonly child: ChildProcess;
  private killTimer: NodeJS.Timeout | undefined;

  constructor({ program, args, cwd, environment, stdoutTo }: CommandToRun) {
    this.child = spawn(program, args, {
      cwd,
      env: { ...environment },
      detached: true,
      stdio: ['inherit', stdoutTo === 'stdout' ? 'inherit' : process.stderr, 'inherit'],
    });
    this.ended = new Promise((resolve, reject) => {
      this.child.once('error', (cause) => reject(cannotStart(program, cause)));
      this.child.once('exit', (code, signal) => {
        clearTimeout(this.killTimer);
        // What it left running would go on without the lock.
        this.signalGroup('SIGKILL');
        resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
      });
    });
  }

  /** Asks the whole group to end, and kills what has not ended shortly after. */
  stop(signal: NodeJS.Signals): void {
    this.signalGroup(signal);
    this.killTimer ??= setTimeout(() => this.signalGroup('SIGKILL'), KILL_AFTER_MS);
  }

  private signalGroup(signal: NodeJS.Signals): void {
    if (this.child.pid === undefined) return;
    try {
      process.kill(-this.child.pid, signal);
    } catch {
      // Nobody of the group is left.
    }
  }
}

function cannotStart(program: string, cause: NodeJS.ErrnoException): AgentCoordError {
  const why = cause.code === 'ENOENT' ? 'there is no such program' : cause.message;
  return new AgentCoordError(
    'spawn_failed',
    `${program} could not be started: ${why}. Check its name and your PATH.`,
    {
      data: { program },
      cause,
    },
  );
}
