import { defineProof } from '@agentcoord/tooling/prove';
import { loseReplies } from '../test/harness/lose-replies.js';
import { MUTATIONS } from '../test/harness/mutations.js';
import { onRedis } from './on-redis.js';

export default defineProof({
  promise:
    '10,000 replies lost on the wire of each mutating verb: one effect each, and the caller gets the true answer.',
  run: ({ scaled }) =>
    onRedis({}, async (server) => {
      const rounds = scaled(10_000);
      const violations: string[] = [];
      let lost = 0;
      const left = [...MUTATIONS];
      // A round is mostly waiting for the next connection, so a few verbs go on at once.
      const worker = async () => {
        for (let mutation = left.pop(); mutation !== undefined; mutation = left.pop()) {
          const outcome = await loseReplies(server, mutation, rounds);
          violations.push(...outcome.violations);
          lost += outcome.lost;
        }
      };
      await Promise.all(Array.from({ length: 6 }, worker));
      if (lost !== rounds * MUTATIONS.length) violations.push(`only ${lost} replies were lost`);
      return { counts: { verbs: MUTATIONS.length, 'lost replies': lost }, violations };
    }),
});
