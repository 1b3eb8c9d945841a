import { defineProof } from '@agentcoord/tooling/prove';
import { falseAlarms } from '../test/support/crowded-team.js';
import { onEveryStore } from './on-every-store.js';

const WORKERS = 6;

export default defineProof({
  promise:
    'With four times as much work as the machine has processors no worker is taken for dead or stuck, none that is being started is touched, and nobody is told of anything.',
  run: ({ scaled }) =>
    onEveryStore(async (store) => {
      const rounds = Math.max(20, scaled(240));
      const alarms = await falseAlarms(store, { workers: WORKERS, rounds });
      return { counts: { workers: WORKERS, rounds }, violations: alarms };
    }),
});
