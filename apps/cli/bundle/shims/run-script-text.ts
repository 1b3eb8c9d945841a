import type { Redis } from './small-redis.js';

/** As the storage's, with the text and not its hash: to make five hashes, `node:crypto` would be loaded (4 ms). */
export function runScript(
  redis: Redis,
  script: { text: string },
  words: Array<string | number>,
): Promise<unknown> {
  return redis.call('EVAL', script.text, ...words);
}
