import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { GO, READY, type TalkJob } from './talk-job.js';

/** One process of the crowd, as its parent holds it. */
export class TalkProcess {
  readonly ended: Promise<void>;
  /** Resolves when it waits for `go`. */
  readonly ready: Promise<void>;
  private readonly child: ChildProcess;

  constructor(job: TalkJob) {
    const script = fileURLToPath(new URL('talker.process.ts', import.meta.url));
    const loading = ['--conditions=@agentcoord/source', '--import', 'tsx', script];
    this.child = spawn(process.execPath, [...loading, JSON.stringify(job)], {
      stdio: ['pipe', 'pipe', 'inherit'],
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
    });
    this.child.stdin?.on('error', () => undefined);
    this.ended = once(this.child, 'close').then(() => undefined);
    this.ready = new Promise((resolve, reject) => {
      void this.ended.then(() => reject(new Error(`${job.name} ended before it was ready.`)));
      if (this.child.stdout === null) return reject(new Error(`${job.name} has no output.`));
      createInterface({ input: this.child.stdout }).on('line', (line) => {
        if (line === READY) resolve();
      });
    });
  }

  go(): void {
    this.child.stdin?.write(`${GO}\n`);
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }
}
