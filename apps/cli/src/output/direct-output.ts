import { fstatSync, writeSync } from 'node:fs';
import type { OutputStream } from '../command-context.js';

type ErrorListener = (error: NodeJS.ErrnoException) => void;

/**
 * Stdout or stderr of a command that says one thing and ends. Node's streams take 3 ms to set up, and what
 * goes to a file or a pipe needs none of it: it is written in one step. A terminal gets the stream.
 */
export function openOutput(descriptor: 1 | 2): OutputStream {
  const stream = (): OutputStream => (descriptor === 1 ? process.stdout : process.stderr);
  return isFileOrPipe(descriptor) ? new DirectOutput(descriptor, stream) : stream();
}

class DirectOutput implements OutputStream {
  private readonly listeners: ErrorListener[] = [];
  private rest: OutputStream | undefined;

  constructor(
    private readonly descriptor: number,
    private readonly stream: () => OutputStream,
  ) {}

  on(_event: 'error', listener: ErrorListener): this {
    this.listeners.push(listener);
    this.rest?.on('error', listener);
    return this;
  }

  write(text: string | Uint8Array, done: (error?: Error | null) => void = () => undefined): boolean {
    if (this.rest !== undefined) return this.rest.write(text, done);
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    for (let written = 0; written < bytes.length; ) {
      try {
        written += writeSync(this.descriptor, bytes, written);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        // Somebody who shares the pipe made it non-blocking, and it is full: now a stream is needed.
        if (code === 'EAGAIN') return this.goOn().write(bytes.subarray(written), done);
        for (const listener of this.listeners) listener(error as NodeJS.ErrnoException);
        done(error as Error);
        return false;
      }
    }
    done();
    return true;
  }

  private goOn(): OutputStream {
    this.rest = this.stream();
    for (const listener of this.listeners) this.rest.on('error', listener);
    return this.rest;
  }
}

function isFileOrPipe(descriptor: number): boolean {
  try {
    const kind = fstatSync(descriptor);
    return kind.isFIFO() || kind.isFile() || kind.isSocket();
  } catch {
    return false;
  }
}
