import { type ChildProcess, fork } from 'node:child_process';
import type { FromWorker, ResourceAsk, ResourceReply, ToWorker } from '../worker/messages.js';
import { NODE_PATH } from './bundle.js';
import { processState } from './process-state.js';

/** The parent's end of one worker process. */
export class WorkerHandle {
  private readonly child: ChildProcess;
  private readonly heard = new Map<FromWorker['kind'], () => void>();
  private readonly printed: string[] = [];
  readonly gone: Promise<void>;
  isGone = false;
  /** It is fit for another round. */
  isSound = true;
  /** What it had to say of bugs. */
  readonly troubles: string[] = [];
  /** Why it could not open its storage when it last tried. */
  private refusal = 'it was not refused';
  onResource: (use: ResourceAsk) => ResourceReply = () => ({ accepted: false, version: 0 });

  constructor(bundle: string) {
    this.child = fork(bundle, [], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { ...process.env, NODE_PATH, AGENTCOORD_CRASH_POINT: '' },
    });
    this.child.stderr?.on('data', (chunk: Buffer) => this.printed.push(chunk.toString()));
    this.child.on('message', (message) => this.hear(message as FromWorker));
    this.gone = new Promise((resolve) => {
      const end = (): void => {
        this.isGone = true;
        resolve();
        for (const wake of this.heard.values()) wake();
      };
      this.child.once('error', end);
      this.child.once('exit', (code) => {
        if (code !== null && code !== 0)
          this.troubles.push(`it ended with ${code}: ${this.printed.join('')}`);
        end();
      });
    });
  }

  get processId(): number {
    return this.child.pid ?? 0;
  }

  /** Resolves when it says so, has trouble, or is gone. */
  until(kind: FromWorker['kind']): Promise<void> {
    if (this.isGone) return Promise.resolve();
    return new Promise((resolve) => this.heard.set(kind, resolve));
  }

  tell(message: ToWorker): void {
    if (!this.isGone && this.child.connected) this.child.send(message, () => undefined);
  }

  /** Sends it and waits for the answer. */
  ask(message: ToWorker, answer: FromWorker['kind']): Promise<void> {
    const heard = this.until(answer);
    this.tell(message);
    return heard;
  }

  /** For people who ask why it does not answer. */
  lookAt(): string {
    return `process ${this.processId}: ${processState(this.processId)}; ${this.refusal}`;
  }

  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
    if (!this.isGone) this.child.kill(signal);
  }

  async end(): Promise<void> {
    this.signal('SIGKILL');
    await this.gone;
  }

  private hear(message: FromWorker): void {
    if (message.kind === 'trouble') {
      this.isSound = false;
      this.troubles.push(message.message);
      // What it was asked for may never come.
      for (const wake of this.heard.values()) wake();
      this.heard.clear();
    }
    if (message.kind === 'begun') this.refusal = 'its storage is open';
    if (message.kind === 'refused') this.refusal = `refused: ${message.message}`;
    if (message.kind === 'resource')
      this.tell({ kind: 'resource', ask: message.ask, reply: this.onResource(message.use) });
    this.heard.get(message.kind)?.();
    this.heard.delete(message.kind);
  }
}
