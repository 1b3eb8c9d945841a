import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

type Told = Record<string, unknown>;

/** Starting processes takes its time on a busy machine; nothing is concluded from how long. */
export const PROCESSES_MS = 180_000;

export interface StartActor {
  address: string;
  actor: string;
  keyFile: string;
  verb: 'wait' | 'approve' | 'reject';
  id: string;
}

/** A process of its own, speaking JSON Lines. */
export class Actor {
  private readonly lines: AsyncIterator<string>;
  private readonly exited: Promise<unknown>;

  private constructor(private readonly child: ChildProcess) {
    if (child.stdout === null) throw new Error('The actor has no output.');
    this.lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    this.exited = once(child, 'exit');
  }

  static start({ address, actor, keyFile, verb, id }: StartActor): Actor {
    const file = fileURLToPath(new URL('actor.process.ts', import.meta.url));
    const loading = ['--conditions', '@agentcoord/source', '--import', 'tsx'];
    return new Actor(
      spawn(process.execPath, [...loading, file, address, actor, keyFile, verb, id], {
        stdio: ['pipe', 'pipe', 'inherit'],
      }),
    );
  }

  /** The next line it prints. */
  async says(): Promise<Told> {
    const { value, done } = await this.lines.next();
    if (done) throw new Error('The actor ended without saying more.');
    return JSON.parse(String(value)) as Told;
  }

  go(): void {
    this.child.stdin?.write('go\n');
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }
}
