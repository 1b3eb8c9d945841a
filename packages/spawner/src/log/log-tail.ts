import { open } from 'node:fs/promises';
import { printable, redact } from '@agentcoord/core';

const TAIL_BYTES = 8 * 1024;
const TAIL_LINES = 20;

/**
 * The last lines a worker wrote since `offset`, safe to show: without secrets and control characters.
 * Empty when nothing was written or the file is gone.
 */
export async function logTail(logFile: string, offset: number, secrets: readonly string[]): Promise<string> {
  const file = await open(logFile, 'r').catch(() => undefined);
  if (!file) return '';
  try {
    const { size } = await file.stat();
    const from = Math.max(offset, size - TAIL_BYTES);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(TAIL_BYTES), 0, TAIL_BYTES, from);
    const text = buffer.subarray(0, bytesRead).toString('utf8');
    // The first line may have begun before the window, and half a secret is not recognised.
    const whole = from > offset ? text.slice(text.indexOf('\n') + 1) : text;
    const lines = whole.split('\n').filter((line) => line.trim() !== '');
    return redact(printable(lines.slice(-TAIL_LINES).join('\n')), secrets);
  } finally {
    await file.close();
  }
}
