import { defineProof } from '@agentcoord/tooling/prove';
import { crowdOnOneQueue } from '../src/index.js';
import { onFreshFileStore } from './file-namespace.js';

export default defineProof({
  promise:
    '64 processes complete 5,000 tasks of one queue on the file store, 8 of them killed at random: none lost, none completed twice.',
  run: ({ scaled, seed }) => {
    const processes = Math.max(4, scaled(64));
    const options = { processes, killed: Math.max(1, scaled(8)), tasks: scaled(5_000), seed };
    return onFreshFileStore((store) => crowdOnOneQueue({ ...store, ...options }));
  },
});
