import { describe, test } from 'vitest';
import { loseReplies } from './harness/lose-replies.js';
import { MUTATIONS } from './harness/mutations.js';
import { missing, sharedServer, unless } from './harness/redis-namespace.js';

/** `npm run prove -- lost-replies` loses 10,000. */
const ROUNDS = 100;

describe.skipIf(missing)(`a lost reply${unless}`, () => {
  const server = sharedServer();
  describe.concurrent('has one effect, and the caller gets the true answer', () => {
    for (const mutation of MUTATIONS) {
      test(mutation.name, { timeout: 120_000 }, async ({ expect }) => {
        const { lost, violations } = await loseReplies(server.current(), mutation, ROUNDS);
        expect(violations).toEqual([]);
        expect(lost).toBe(ROUNDS);
      });
    }
  });
});
