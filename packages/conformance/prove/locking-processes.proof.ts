import { defineProof } from '@agentcoord/tooling/prove';
import { crowdOnOneLock } from '../src/index.js';
import { onFreshFileStore } from './file-namespace.js';

export default defineProof({
  promise:
    '16 processes share one lock of the file store for 60 s, some of them killed: never two holders at once.',
  run: ({ scaled, seed }) => {
    const processes = Math.max(4, scaled(16));
    const options = {
      processes,
      killed: Math.max(1, scaled(4)),
      forMs: Math.max(2_000, scaled(60_000)),
      seed,
    };
    return onFreshFileStore((store) => crowdOnOneLock({ ...store, ...options }));
  },
});
