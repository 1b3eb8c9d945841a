import { type FileHandle, open, stat } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { pause } from '@agentcoord/core';
import { logFiles } from './log-files.js';
import { safeLine } from './read-log.js';

export interface FollowLog {
  logFile: string;
  /** Ends following. */
  signal: AbortSignal;
  /** How often it looks. Default 200 ms. */
  intervalMs?: number;
}

const CHUNK_BYTES = 64 * 1024;

/**
 * Every line that is written from now on, also where one file ends and the next begins: the file that was
 * open is read to its end, then each that came after it. Ends when `signal` fires.
 */
export async function* followLog({ logFile, signal, intervalMs = 200 }: FollowLog): AsyncGenerator<string> {
  let reader = await openAt(logFile, 'end');
  try {
    while (!signal.aborted) {
      reader ??= await openAt(logFile, 'start');
      if (reader) {
        const next = await nextAfter(logFile, reader);
        // Read after it was found to be over: nothing more is written into it.
        yield* reader.lines();
        if (next !== undefined) {
          await reader.close();
          reader = await openAt(next, 'start');
          continue;
        }
      }
      await pause(intervalMs, signal).catch(() => undefined);
    }
  } finally {
    await reader?.close();
  }
}

/** The file that follows the one that is open; `undefined` while it is the newest. */
async function nextAfter(logFile: string, reader: LogReader): Promise<string | undefined> {
  if ((await inodeOf(logFile)) === reader.inode) return undefined;
  const files = await logFiles(logFile);
  const inodes = await Promise.all(files.map(inodeOf));
  // Turned over so often that it is gone: the oldest that is left comes next.
  return files[inodes.indexOf(reader.inode) + 1];
}

async function inodeOf(file: string): Promise<bigint | undefined> {
  return stat(file, { bigint: true }).then(
    ({ ino }) => ino,
    () => undefined,
  );
}

async function openAt(logFile: string, where: 'start' | 'end'): Promise<LogReader | undefined> {
  const file = await open(logFile, 'r').catch(() => undefined);
  if (!file) return undefined;
  const { ino, size } = await file.stat({ bigint: true });
  return new LogReader(file, ino, where === 'end' ? Number(size) : 0);
}

class LogReader {
  private readonly decoder = new StringDecoder('utf8');
  private rest = '';

  constructor(
    private readonly file: FileHandle,
    readonly inode: bigint,
    private position: number,
  ) {}

  async *lines(): AsyncGenerator<string> {
    for (;;) {
      const { buffer, bytesRead } = await this.file.read(
        Buffer.alloc(CHUNK_BYTES),
        0,
        CHUNK_BYTES,
        this.position,
      );
      if (bytesRead === 0) return;
      this.position += bytesRead;
      const lines = (this.rest + this.decoder.write(buffer.subarray(0, bytesRead))).split('\n');
      this.rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') yield safeLine(line);
    }
  }

  close(): Promise<void> {
    return this.file.close();
  }
}
