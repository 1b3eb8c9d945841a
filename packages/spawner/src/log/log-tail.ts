import { open, stat } from 'node:fs/promises';
import { printable, redact } from '@agentcoord/core';

const TAIL_BYTES = 8 * 1024;
const TAIL_LINES = 20;

/**
 * The last lines a worker wrote since `offset`, safe to show: without secrets and control characters.
 * Where the log was turned over since, also from the end of the file before. Empty when nothing was written or
 * the file is gone.
 */
export async function logTail(logFile: string, offset: number, secrets: readonly string[]): Promise<string> {
  const size = await sizeOf(logFile);
  const turnedOver = size < offset;
  const newest = await endOf(logFile, turnedOver ? 0 : offset);
  const before = turnedOver ? await endOf(`${logFile}.1`, offset) : [];
  return redact(printable([...before, ...newest].slice(-TAIL_LINES).join('\n')), secrets);
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    (found) => found.size,
    () => 0,
  );
}

async function endOf(name: string, offset: number): Promise<string[]> {
  const file = await open(name, 'r').catch(() => undefined);
  if (!file) return [];
  try {
    const { size } = await file.stat();
    const from = Math.max(offset, size - TAIL_BYTES);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(TAIL_BYTES), 0, TAIL_BYTES, from);
    const text = buffer.subarray(0, bytesRead).toString('utf8');
    // The first line may have begun before the window, and half a secret is not recognised.
    const whole = from > offset ? text.slice(text.indexOf('\n') + 1) : text;
    return whole.split('\n').filter((line) => line.trim() !== '');
  } finally {
    await file.close();
  }
}
