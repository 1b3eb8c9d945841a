import { defineProof } from '@agentcoord/tooling/prove';
import { comingAndGoing } from '../test/rounds/worlds.js';

const LONGEST_MS = 2_000;

export default defineProof({
  promise:
    'A second host joins and leaves under load: no call waits longer than 2 s, no lock is held twice, nothing is lost.',
  run: async ({ scaled }) => {
    const rounds = scaled(200);
    const { calls, longestMs } = await comingAndGoing(rounds);
    const violations = longestMs > LONGEST_MS ? [`a call took ${Math.round(longestMs)} ms`] : [];
    return { counts: { visits: rounds, calls, 'longest call, ms': Math.round(longestMs) }, violations };
  },
});
