import { pause } from '@agentcoord/core';

/** Looks until it is so; a test that waits in vain ends by its own time limit, with what it waited for. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  withinMs = 25_000,
): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`It did not come about: ${what}`);
    await pause(25);
  }
}
