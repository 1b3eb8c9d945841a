import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** Starting processes takes its time on a busy machine; nothing is concluded from how long. */
export const PROCESSES_MS = 180_000;

/** A real process of its own, speaking JSON Lines. */
export class Child {
  private readonly lines: AsyncIterator<string>;
  private readonly exited: Promise<unknown>;

  private constructor(private readonly child: ChildProcess) {
    if (child.stdout === null) throw new Error('The child has no output.');
    this.lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    this.exited = once(child, 'exit');
  }

  static start(program: string, ...args: string[]): Child {
    const file = fileURLToPath(new URL(program, import.meta.url));
    const child = spawn(
      process.execPath,
      ['--conditions', '@agentcoord/source', '--import', 'tsx', file, ...args],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    onTestFinished(() => void child.kill('SIGKILL'));
    return new Child(child);
  }

  /** The next line it prints. */
  async says(): Promise<Record<string, unknown>> {
    const { value, done } = await this.lines.next();
    if (done) throw new Error('The child ended without saying more.');
    return JSON.parse(String(value)) as Record<string, unknown>;
  }

  async killed(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  goOn(): void {
    this.child.kill('SIGCONT');
  }
}
