import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
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
  run(args: string[], options?: StartOptions): Promise<CliEnd>;
  start(args: string[], options?: StartOptions): RunningCli;
}

export class RunningCli {
  readonly ended: Promise<CliEnd>;

  constructor(readonly child: ChildProcess & { stdout: Readable; stderr: Readable }) {
    this.ended = endOf(child);
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** The first line of a stream that has this in it; rejects when the process ends without one. */
  async line(stream: 'stdout' | 'stderr', part: string): Promise<string> {
    for await (const line of createInterface({ input: this.child[stream] }))
      if (line.includes(part)) return line;
    const { code, stderr } = await this.ended;
    throw new Error(`ended with ${code} and never printed ${JSON.stringify(part)}: ${stderr}`);
  }
}

export function setUpCli(): CliBench {
  let built: BuiltCli;
  const running = new Set<ChildProcess>();
  const bench: CliBench = {
    folder: '',
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

async function endOf(child: ChildProcess & { stdout: Readable; stderr: Readable }): Promise<CliEnd> {
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...texts, json: () => JSON.parse(texts.stdout) };
}
