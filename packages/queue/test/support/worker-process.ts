import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Place } from './open-store.js';

type Told = Record<string, unknown>;

export interface StartWorker {
  behaviour: string;
  place: Place;
  worker: string;
  lease?: string;
  marker?: string;
  /** Where it kills itself. */
  crashPoint?: string;
}

/** A worker in a process of its own: killed when the test ends, whatever happens. */
export class WorkerProcess {
  private readonly child: ChildProcess;
  private readonly told: Told[] = [];
  private readonly exited: Promise<unknown>;
  private heard: () => void = () => undefined;
  private over = false;

  constructor({ behaviour, place, worker, lease = '60s', marker = '', crashPoint = '' }: StartWorker) {
    const script = fileURLToPath(new URL('worker.process.ts', import.meta.url));
    this.child = spawn(
      process.execPath,
      [
        '--conditions=@agentcoord/source',
        '--import',
        'tsx',
        script,
        behaviour,
        JSON.stringify(place),
        worker,
        lease,
        marker,
      ],
      { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, AGENTCOORD_CRASH_POINT: crashPoint } },
    );
    this.exited = once(this.child, 'close').then(() => {
      this.over = true;
      this.heard();
    });
    if (this.child.stdout) {
      createInterface({ input: this.child.stdout }).on('line', (line) => {
        this.told.push(JSON.parse(line) as Told);
        this.heard();
      });
    }
    onTestFinished(() => this.end('SIGKILL'));
  }

  /** What the worker said under this name, as soon as it has. */
  async hear(name: string): Promise<unknown> {
    for (;;) {
      const found = this.told.find((message) => name in message);
      if (found) return found[name];
      if (this.over)
        throw new Error(`The worker ended without saying ${name}; it said ${JSON.stringify(this.told)}.`);
      await new Promise<void>((resolve) => {
        this.heard = resolve;
      });
    }
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Asks for a graceful stop. */
  stop(): void {
    this.child.stdin?.write('stop\n');
  }

  async end(signal?: NodeJS.Signals): Promise<void> {
    if (signal && !this.over) this.signal(signal);
    await this.exited;
  }
}
