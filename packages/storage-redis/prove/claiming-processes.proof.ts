import { defineProof } from '@agentcoord/tooling/prove';
import { crowdWithRestarts } from '../test/harness/crowd-with-restarts.js';
import { whereRedisIs } from './on-redis.js';

export default defineProof({
  promise:
    '64 processes complete 20,000 tasks of one queue; some are killed, some stopped beyond their lease, the server (append-only file, synced every second) is restarted twice: none lost, none completed twice.',
  run: ({ scaled, seed }) =>
    whereRedisIs(() =>
      crowdWithRestarts({
        processes: Math.max(8, scaled(64)),
        killed: Math.max(2, scaled(16)),
        stopped: Math.max(2, scaled(16)),
        tasks: scaled(20_000),
        seed,
      }),
    ),
});
