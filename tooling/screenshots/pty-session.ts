import { EventEmitter, once } from 'node:events';
import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';

interface SessionOptions {
  command: string;
  args: string[];
  cwd: string;
  environment: Record<string, string>;
  columns: number;
  rows: number;
}

/** A program in a real pseudo terminal, and what a terminal makes of what it writes. */
export class PtySession {
  readonly terminal: xterm.Terminal;
  private readonly pty: IPty;
  private readonly written = new EventEmitter();
  private readonly ended: Promise<unknown>;

  constructor({ command, args, cwd, environment, columns, rows }: SessionOptions) {
    this.terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    this.pty = spawn(command, args, { name: 'xterm-256color', cols: columns, rows, cwd, env: environment });
    this.pty.onData((data) => this.terminal.write(data, () => this.written.emit('data')));
    this.ended = new Promise((resolve) => this.pty.onExit(resolve));
  }

  type(keys: string): void {
    this.pty.write(keys);
  }

  text(): string {
    const { active } = this.terminal.buffer;
    return Array.from(
      { length: this.terminal.rows },
      (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
    ).join('\n');
  }

  /** Resolves once the screen fits; rejects after half a minute with what it showed. */
  async shows(fits: (screen: string) => boolean): Promise<void> {
    const deadline = AbortSignal.timeout(30_000);
    while (!fits(this.text())) {
      await once(this.written, 'data', { signal: deadline }).catch(() => {
        throw new Error(`The terminal never showed what was waited for, but:\n${this.text()}`);
      });
    }
  }

  /** Ends it with this key. */
  async leave(key: string): Promise<void> {
    this.type(key);
    await this.ended;
    this.terminal.dispose();
  }
}
