import { expect, test } from 'vitest';
import { smallWorld } from './scopes.js';
import { explore } from './search.js';

test('"on an error use the file store" gives one lock to two agents, four steps from the start', () => {
  const { scope, start } = smallWorld('naive', { scope: { design: 'naive', invariants: ['OneHolder'] } });
  const { found, states } = explore(scope, start, { maxStates: 10_000 });
  expect(found).toEqual({
    violation: 'OneHolder: agent 1 and agent 2 hold the lock at once',
    trace: [
      'agent 1 of A sends acquire to redis',
      'redis gets the acquire of agent 1 of A, which is answered',
      'agent 2 of B sends acquire to B',
      'B gets the acquire of agent 2 of B, which is answered',
    ],
  });
  expect(states).toBeLessThan(1_000);
});
