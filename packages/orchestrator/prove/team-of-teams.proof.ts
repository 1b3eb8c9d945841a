import { defineProof } from '@agentcoord/tooling/prove';
import { runBigTeam, violationsOf } from '../test/support/big-team.js';
import { onEveryStore } from './on-every-store.js';

const LEADS = 3;

export default defineProof({
  promise:
    'A CTO, 3 leads and 6 workers, each a process, do 60 tasks once each while a lead and two workers are killed; its successor carries on, and the audit log tells why.',
  run: ({ scaled }) =>
    onEveryStore(async (store) => {
      const tasks = LEADS * Math.max(5, Math.round(scaled(60) / LEADS));
      const team = { leads: LEADS, workersEach: 2, tasks, taskMs: 400, together: false, withinMs: 240_000 };
      const found = await runBigTeam(store, team);
      return {
        counts: {
          tasks: found.completed,
          killed: found.killedWorkers.length + 1,
          'terms of the lead': found.terms,
        },
        violations: violationsOf(found, team),
      };
    }),
});
