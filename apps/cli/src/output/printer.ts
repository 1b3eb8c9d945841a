import type { CliIo } from '../command-context.js';

/** Writes to stdout and stderr; a reader that went away (EPIPE) ends the output and nothing else. */
export class Printer {
  private progressShown = false;
  private readerGone = false;

  constructor(
    private readonly io: CliIo,
    onStop: (error: NodeJS.ErrnoException) => void,
  ) {
    io.stdout.on('error', (error: NodeJS.ErrnoException) => {
      this.readerGone = true;
      onStop(error);
    });
    // Whoever closed stderr does not want to hear about it.
    io.stderr.on('error', () => undefined);
  }

  out(text: string): void {
    this.clearProgress();
    if (!this.readerGone) this.io.stdout.write(text);
  }

  error(text: string): void {
    this.clearProgress();
    this.io.stderr.write(text);
  }

  /** Only on a terminal: a log file has no use for a line that changes. */
  progress(text: string): void {
    if (this.io.stderr.isTTY !== true) return;
    const width = this.io.stderr.columns ?? 80;
    this.io.stderr.write(`\r\u001b[K${text.slice(0, width - 1)}`);
    this.progressShown = text !== '';
  }

  /** Resolves when everything written has left this process. */
  async flush(): Promise<void> {
    this.clearProgress();
    await Promise.all([drained(this.io.stdout), drained(this.io.stderr)]);
  }

  private clearProgress(): void {
    if (this.progressShown) this.progress('');
  }
}

function drained(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}
