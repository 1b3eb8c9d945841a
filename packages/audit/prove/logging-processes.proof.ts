import { defineProof } from '@agentcoord/tooling/prove';
import { crowdOnOneLog } from '../test/support/crowd.js';
import { createRandom } from '../test/support/random.js';
import { onEveryStore } from './on-every-store.js';

export default defineProof({
  promise:
    '100 processes log for 60 s, 10 of them are killed and Redis restarts once: every acknowledged entry is there exactly once, in order, and verify passes.',
  run: ({ scaled, seed }) =>
    onEveryStore(async ({ storage, address, restart }) => {
      const processes = Math.max(6, scaled(100));
      const killed = Math.max(2, scaled(10));
      const { acknowledged, violations } = await crowdOnOneLog({
        storage,
        address,
        processes,
        killed,
        forMs: Math.max(2_000, scaled(60_000)),
        random: createRandom(seed),
        ...(restart === undefined ? {} : { meanwhile: restart }),
      });
      return { counts: { processes, killed, 'acknowledged entries': acknowledged }, violations };
    }),
});
