import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

const WITHIN_MS = 25_000;

/** Resolves once a condition is true; rejects with a clear message when it never gets so. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  withinMs = WITHIN_MS,
): Promise<T> {
  const until = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > until) throw new Error(`Never happened: ${what}.`);
    await wait(5);
  }
}

/** The content of a file once it is there and not empty. */
export function hasAppeared(path: string): Promise<string> {
  return eventually(`${path} appeared`, async () => {
    const text = await readFile(path, 'utf8').catch(() => '');
    return text.trim() === '' ? undefined : text.trim();
  });
}

/** A zombie is dead: it only waits for a parent that may never ask. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch (error) {
    // Without /proc the signal alone decides.
    return (error as NodeJS.ErrnoException).code === 'ENOENT' && process.platform !== 'linux';
  }
}

export function isGone(pid: number): Promise<boolean> {
  return eventually(`process ${pid} ended`, () => (isAlive(pid) ? undefined : true));
}
