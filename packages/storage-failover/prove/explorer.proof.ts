import { defineProof } from '@agentcoord/tooling/prove';
import { smallWorld } from '../test/explore/scopes.js';
import { explore } from '../test/explore/search.js';
import { LARGE_WORLDS, SMALL_WORLDS } from '../test/explore/worlds.js';

export default defineProof({
  promise:
    'In every order of the steps of the failover protocol, with crashes, late messages and a Redis that forgets, no invariant is violated and a quiet state stays in reach.',
  run: async ({ scaled }) => {
    const counts = { worlds: 0, 'explored whole': 0, states: 0, steps: 0 };
    const violations: string[] = [];
    for (const [name, options] of Object.entries({ ...SMALL_WORLDS, ...LARGE_WORLDS })) {
      const { scope, start } = smallWorld(name, options);
      const { states, transitions, complete, found } = explore(scope, start, {
        maxStates: scaled(1_000_000),
      });
      counts.worlds += 1;
      counts['explored whole'] += complete ? 1 : 0;
      counts.states += states;
      counts.steps += transitions;
      if (found !== null) violations.push(`${name}: ${found.violation}: ${found.trace.join('; ')}`);
    }
    return { counts, violations };
  },
});
