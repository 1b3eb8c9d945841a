import { defineProof } from '@agentcoord/tooling/prove';
import { soloOutages } from '../test/rounds/worlds.js';

export default defineProof({
  promise:
    'Alone: the primary is killed, silenced, emptied, restarted whole and old under load, and no call fails because of it.',
  run: async ({ scaled }) => {
    const rounds = scaled(300);
    const { calls, longestMs } = await soloOutages(rounds);
    return { counts: { outages: rounds, calls, 'longest call, ms': Math.round(longestMs) }, violations: [] };
  },
});
