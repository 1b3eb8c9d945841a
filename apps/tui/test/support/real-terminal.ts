import { EventEmitter, once } from 'node:events';
import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';

export interface TerminalOptions {
  command: string;
  args: string[];
  cwd: string;
  environment: Record<string, string>;
  columns?: number;
  rows?: number;
}

/** A program in a real pseudo terminal, and the screen that an xterm makes of what it writes. */
export class RealTerminal {
  readonly ended: Promise<number>;
  exitCode: number | undefined;
  private readonly pty: IPty;
  private readonly terminal: xterm.Terminal;
  private readonly written = new EventEmitter();

  constructor({ command, args, cwd, environment, columns = 120, rows = 30 }: TerminalOptions) {
    this.terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    this.pty = spawn(command, args, { name: environment.TERM, cols: columns, rows, cwd, env: environment });
    this.written.setMaxListeners(0);
    this.pty.onData((data) => this.terminal.write(data, () => this.written.emit('data')));
    this.ended = new Promise((resolve) => {
      this.pty.onExit(({ exitCode }) => {
        // What it wrote last is still on its way through the emulator.
        this.terminal.write('', () => {
          this.exitCode = exitCode;
          this.written.emit('data');
          resolve(exitCode);
        });
      });
    });
  }

  type(keys: string): void {
    this.pty.write(keys);
  }

  resize(columns: number, rows: number): void {
    this.terminal.resize(columns, rows);
    this.pty.resize(columns, rows);
  }

  kill(signal: NodeJS.Signals): void {
    process.kill(this.pty.pid, signal);
  }

  get pid(): number {
    return this.pty.pid;
  }

  /** The screen, a line a row, without the blanks at the ends. */
  text(): string {
    const { active } = this.terminal.buffer;
    const lines = Array.from(
      { length: this.terminal.rows },
      (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
    );
    return lines.join('\n');
  }

  cell(x: number, y: number): string {
    const { active } = this.terminal.buffer;
    return (
      active
        .getLine(active.baseY + y)
        ?.getCell(x)
        ?.getChars() || ' '
    );
  }

  /** Foreground and background of a cell, as indexes of the palette; -1: the terminal's own. */
  colours(x: number, y: number): { foreground: number; background: number } {
    const { active } = this.terminal.buffer;
    const cell = active.getLine(active.baseY + y)?.getCell(x);
    const colourOf = (isDefault: boolean | undefined, colour: number | undefined): number =>
      isDefault === false && colour !== undefined ? colour : -1;
    return {
      foreground: colourOf(cell?.isFgDefault(), cell?.getFgColor()),
      background: colourOf(cell?.isBgDefault(), cell?.getBgColor()),
    };
  }

  /** On the screen of its own that a full-screen program has. */
  get isAlternate(): boolean {
    return this.terminal.buffer.active.type === 'alternate';
  }

  get isCursorShown(): boolean {
    // The headless emulator keeps it, and has no public way to say so.
    const { _core } = this.terminal as unknown as { _core: { coreService: { isCursorHidden: boolean } } };
    return !_core.coreService.isCursorHidden;
  }

  /** Resolves with the screen once it has this; rejects with what is there when the program ends without. */
  async shows(wanted: string | RegExp | ((screen: string) => boolean)): Promise<string> {
    const fits = (screen: string): boolean =>
      typeof wanted === 'string'
        ? screen.includes(wanted)
        : wanted instanceof RegExp
          ? wanted.test(screen)
          : wanted(screen);
    const deadline = AbortSignal.timeout(15_000);
    for (;;) {
      const screen = this.text();
      if (fits(screen)) return screen;
      if (this.exitCode !== undefined)
        throw new Error(`ended with ${this.exitCode} and never showed ${wanted}:\n${screen}`);
      await once(this.written, 'data', { signal: deadline }).catch(() => {
        throw new Error(`never showed ${wanted}:\n${this.text()}`);
      });
    }
  }

  async close(): Promise<void> {
    if (this.exitCode === undefined) this.kill('SIGKILL');
    await this.ended;
    this.terminal.dispose();
  }
}
