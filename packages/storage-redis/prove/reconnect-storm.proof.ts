import { defineProof } from '@agentcoord/tooling/prove';
import { reconnectStorm } from '../test/harness/reconnect-storm.js';
import { onRedis } from './on-redis.js';

const ROUNDS = 10;

export default defineProof({
  promise: '200 clients whose server restarts, 10 times: all are back within 10 s, and not at once.',
  run: ({ scaled }) =>
    onRedis({ appendOnly: true }, async (server) => {
      // Fewer rounds rather than a smaller storm.
      const rounds = scaled(ROUNDS);
      const violations: string[] = [];
      let [lastMs, burst] = [0, 0];
      for (let round = 1; round <= rounds; round += 1) {
        const storm = await reconnectStorm(server, 200);
        lastMs = Math.max(lastMs, storm.lastMs);
        burst = Math.max(burst, storm.largestBurst);
        violations.push(...storm.violations.map((violation) => `round ${round}: ${violation}`));
      }
      const percent = Math.round(100 * burst);
      return {
        counts: { rounds, clients: 200, 'ms at most': lastMs, 'percent at once': percent },
        violations,
      };
    }),
});
