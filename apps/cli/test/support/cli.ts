import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type BuiltCli, buildCli } from './build-cli.js';
import { initRepository } from './repository.js';

export interface CliEnd {
  code: number | null;
  stdout: string;
  stderr: string;
  /** Stdout as one JSON envelope. */
  json(): {
    version: number;
    command: string;
    ok: boolean;
    data: never;
    error: { code: string; message: string; data: never };
  };
}

interface StartOptions {
  stdin?: string;
  environment?: Record<string, string>;
}

/** A real executable in a git repository of its own, fresh for each test. */
export interface CliBench {
  folder: string;
  /** The executable, for whoever starts it in a way of its own. */
  script: string;
  /** The file that quick commands are in. */
  quickFile: string;
  run(args: string[], options?: StartOptions): Promise<CliEnd>;
  start(args: string[], options?: StartOptions): RunningCli;
}

type Output = 'stdout' | 'stderr';

export class RunningCli {
  readonly ended: Promise<CliEnd>;
  readonly texts: Record<Output, string> = { stdout: '', stderr: '' };
  private readonly more = new EventEmitter();

  constructor(readonly child: ChildProcess & { stdout: Readable; stderr: Readable }) {
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        this.texts[name] += text;
        this.more.emit('text');
      });
    }
    this.ended = once(child, 'close').then(([code]) => {
      this.more.emit('end');
      return { code, ...this.texts, json: () => JSON.parse(this.texts.stdout) };
    });
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Resolves once a stream has this in it; rejects when the process ends without it. */
  printed(stream: Output, part: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (this.texts[stream].includes(part)) resolve();
      };
      this.more.on('text', look);
      this.more.once('end', () =>
        reject(new Error(`never printed ${JSON.stringify(part)}: ${JSON.stringify(this.texts)}`)),
      );
      look();
    });
  }
}

export function setUpCli(): CliBench {
  let built: BuiltCli;
  const running = new Set<ChildProcess>();
  const bench: CliBench = {
    folder: '',
    get script() {
      return built.script;
    },
    get quickFile() {
      return join(dirname(built.script), 'quick.cjs');
    },
    run: (args, options) => bench.start(args, options).ended,
    start(args, { stdin, environment } = {}) {
      const child = spawn(process.execPath, [built.script, ...args], {
        cwd: bench.folder,
        env: { PATH: process.env.PATH, HOME: bench.folder, ...environment },
        stdio: ['pipe', 'pipe', 'pipe'],
      });
      running.add(child);
      child.once('exit', () => running.delete(child));
      child.stdin.on('error', () => undefined);
      child.stdin.end(stdin ?? '');
      return new RunningCli(child);
    },
  };
  beforeAll(async () => {
    built = await buildCli();
  });
  beforeEach(async () => {
    bench.folder = await mkdtemp(join(tmpdir(), 'agentcoord-cli-'));
    await initRepository(bench.folder);
  });
  afterEach(async () => {
    const left = [...running];
    for (const child of left) child.kill('SIGKILL');
    await Promise.all(left.map((child) => child.exitCode ?? child.signalCode ?? once(child, 'exit')));
    await rm(bench.folder, { recursive: true, force: true });
  });
  afterAll(() => built?.remove());
  return bench;
}
