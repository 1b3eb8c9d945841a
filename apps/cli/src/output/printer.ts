import type { CliIo, OutputStream } from '../command-context.js';

/** Writes to stdout and stderr; a reader that went away (EPIPE) ends the output and nothing else. */
export class Printer {
  private progressShown = false;
  private readerGone = false;
  private openedOut: OutputStream | undefined;
  private openedError: OutputStream | undefined;

  constructor(
    private readonly io: CliIo,
    private readonly onStop: (error: NodeJS.ErrnoException) => void,
  ) {}

  out(text: string): void {
    this.clearProgress();
    const { stdout } = this;
    if (!this.readerGone) stdout.write(text);
  }

  error(text: string): void {
    this.clearProgress();
    this.stderr.write(text);
  }

  /** Only on a terminal: a log file has no use for a line that changes. */
  progress(text: string): void {
    if (this.stderr.isTTY !== true) return;
    const width = this.stderr.columns ?? 80;
    this.stderr.write(`\r\u001b[K${text.slice(0, width - 1)}`);
    this.progressShown = text !== '';
  }

  /** Resolves when everything written has left this process. */
  async flush(): Promise<void> {
    this.clearProgress();
    await Promise.all([drained(this.openedOut), drained(this.openedError)]);
  }

  // Opening a stream costs 2 ms, and most commands write to one of the two.
  private get stdout(): OutputStream {
    if (this.openedOut) return this.openedOut;
    this.openedOut = this.io.stdout;
    this.openedOut.on('error', (error) => {
      this.readerGone = true;
      this.onStop(error);
    });
    return this.openedOut;
  }

  private get stderr(): OutputStream {
    if (this.openedError) return this.openedError;
    this.openedError = this.io.stderr;
    // Whoever closed stderr does not want to hear about it.
    this.openedError.on('error', () => undefined);
    return this.openedError;
  }

  private clearProgress(): void {
    if (this.progressShown) this.progress('');
  }
}

async function drained(stream: OutputStream | undefined): Promise<void> {
  if (stream) await new Promise<void>((resolve) => void stream.write('', () => resolve()));
}
