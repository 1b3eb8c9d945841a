import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorker } from './bundle.js';
import type { Sabotage } from './sabotage.js';
import { WorkerHandle } from './worker-handle.js';

/** Worker processes that live for many rounds; who was killed is replaced when one is needed. */
export class WorkerPool {
  private readonly idle: WorkerHandle[] = [];
  private readonly all = new Set<WorkerHandle>();

  private constructor(
    private readonly folder: string,
    private readonly bundle: string,
  ) {}

  static async open(sabotage?: Sabotage): Promise<WorkerPool> {
    const folder = mkdtempSync(join(tmpdir(), 'agentcoord-chaos-bundle-'));
    const pool = new WorkerPool(folder, await bundleWorker(folder, sabotage));
    process.on('exit', pool.killAll);
    return pool;
  }

  async take(): Promise<WorkerHandle> {
    for (;;) {
      const worker = this.idle.pop();
      if (worker === undefined) return this.start();
      if (!worker.isGone) return worker;
      this.all.delete(worker);
    }
  }

  /** For the next round, where it is fit for it. */
  async giveBack(worker: WorkerHandle): Promise<void> {
    if (!worker.isGone && worker.isSound) this.idle.push(worker);
    else {
      await worker.end();
      this.all.delete(worker);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.all].map((worker) => worker.end()));
    process.off('exit', this.killAll);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async start(): Promise<WorkerHandle> {
    const worker = new WorkerHandle(this.bundle);
    this.all.add(worker);
    await worker.until('ready');
    return worker;
  }

  private readonly killAll = (): void => {
    for (const worker of this.all) worker.signal('SIGKILL');
  };
}
