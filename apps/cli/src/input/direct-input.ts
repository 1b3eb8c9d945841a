import { fstatSync, readSync } from 'node:fs';

const CHUNK_BYTES = 65_536;
/** A pipe that somebody made non-blocking is asked again after this, and so often. */
const AGAIN_MS = 2;
const MOST_AGAIN = 1_500;

/**
 * All of stdin without its stream, which takes 4 ms to set up; `undefined` on a terminal. For what somebody hands over and
 * ends: on a pipe that stays open this waits for its end, as `cat` does.
 */
export function readInput(mostBytes: number): string | undefined {
  const kind = fstatSync(0);
  if (!kind.isFIFO() && !kind.isFile() && !kind.isSocket()) return undefined;
  const chunks: Buffer[] = [];
  let again = 0;
  for (let size = 0; size <= mostBytes; ) {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    const read = readChunk(chunk);
    if (read === 0) break;
    if (read === undefined) {
      again += 1;
      if (again > MOST_AGAIN) break;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, AGAIN_MS);
      continue;
    }
    chunks.push(chunk.subarray(0, read));
    size += read;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function readChunk(chunk: Buffer): number | undefined {
  try {
    return readSync(0, chunk);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined;
    throw error;
  }
}
