import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { AgentCoordError } from '@agentcoord/core';

type Output = NodeJS.WritableStream & { columns?: number; rows?: number };

interface RecordingOptions {
  path: string;
  output: Output;
  terminal: string;
  title: string;
  /** It cannot be written any more: the disk is full. What is there stays. */
  onTrouble: (why: string) => void;
}

/** The clipboard is nobody's who plays it. */
const COPIES = '\u001b]52;';

/**
 * What a terminal got, with times, as an asciicast of version 2. Each write goes to the file at once, and not when there
 * is time: after a crash all is there that was seen.
 */
export class Recording {
  /** To be written to instead of the output that was given. */
  readonly output: Output;
  private isOpen = true;
  /** Bytes of whole lines. */
  private written = 0;
  private readonly began = performance.now();

  private constructor(
    private readonly file: number,
    private readonly options: RecordingOptions,
  ) {
    this.output = tapped(options.output, (text) => this.add('o', text));
    // Before anybody paints for the new size.
    options.output.prependListener('resize', this.onResize);
    const { terminal, title } = options;
    const timestamp = Math.floor(Date.now() / 1000);
    this.line({ version: 2, ...this.size, timestamp, title, env: { TERM: terminal } });
  }

  /** @throws `invalid_argument` where there is a file already, or none can be made. */
  static begin(options: RecordingOptions): Recording {
    const { path } = options;
    try {
      return new Recording(openSync(path, 'wx', 0o600), options);
    } catch (cause) {
      const { code, message } = cause as NodeJS.ErrnoException;
      const why =
        code === 'EEXIST' ? 'there is a file of this name. Name another, or remove it first' : message;
      throw new AgentCoordError('invalid_argument', `Nothing can be recorded to ${path}: ${why}.`, {
        data: { field: '--record', path },
        cause,
      });
    }
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.options.output.off('resize', this.onResize);
    closeSync(this.file);
  }

  private readonly onResize = (): void => {
    const { width, height } = this.size;
    this.add('r', `${width}x${height}`);
  };

  private get size(): { width: number; height: number } {
    const { columns: width = 80, rows: height = 24 } = this.options.output;
    return { width, height };
  }

  private add(kind: 'o' | 'r', text: string): void {
    if (!this.isOpen || text === '' || text.startsWith(COPIES)) return;
    this.line([Math.round((performance.now() - this.began) * 1000) / 1_000_000, kind, text]);
  }

  private line(value: unknown): void {
    const bytes = Buffer.from(`${JSON.stringify(value)}\n`);
    try {
      for (let from = 0; from < bytes.length; ) from += writeSync(this.file, bytes, from);
      this.written += bytes.length;
    } catch (error) {
      // Half a line would make the file unreadable for players.
      ftruncateSync(this.file, this.written);
      this.close();
      this.options.onTrouble(`The recording ends here: ${(error as Error).message}`);
    }
  }
}

/** The same stream for whoever uses it, and each write is told. */
function tapped(output: Output, told: (text: string) => void): Output {
  const write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    told(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
    return Reflect.apply(output.write, output, [chunk, ...rest]);
  };
  return new Proxy(output, {
    get(target, name) {
      if (name === 'write') return write;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
