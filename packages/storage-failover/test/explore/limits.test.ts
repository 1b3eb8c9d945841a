import { describe, expect, test } from 'vitest';
import { type SmallWorldOptions, smallWorld } from './scopes.js';
import { explore } from './search.js';
import { firstHostIsNew } from './worlds.js';

/** What the protocol assumes about the world, and that it would not be safe without (decision 0007). */
const LIMITS: [string, SmallWorldOptions, RegExp][] = [
  [
    'a solo owner that may be cut off from a Redis that answers others',
    { owner: 'A', agents: [0], scope: { ownerMayBeCutOff: true }, budget: { flush: 1 } },
    /^OneOwner/,
  ],
  [
    'work unseen while another host uses Redis',
    {
      redisIsUp: false,
      scope: { mayWorkUnseen: true, ttl: 2, invariants: ['OneHolder'] },
      change: firstHostIsNew,
    },
    /^OneHolder/,
  ],
  [
    'a host that never met others, taken over while it was away, returns while Redis is down',
    {
      owner: 'A',
      agents: [0],
      budget: { takeOvers: 1, deaths: 1 },
      change: ({ hosts }) => {
        for (const { record } of hosts) record.hasMetOthers = false;
      },
    },
    /^Refusal/,
  ],
  [
    'a namespace is taken to be private, and another store owns it',
    {
      owner: 'A',
      agents: [0, 1],
      scope: { isPrivate: true, ttl: 2, onMachineOfRedis: [true, true] },
      budget: { flush: 1 },
    },
    /^(OneOwner|OneHolder)/,
  ],
];

describe('outside of what the protocol assumes the explorer finds it unsafe', () => {
  test.each(LIMITS)('%s', (name, options, finds) => {
    const { scope, start } = smallWorld(name, options);
    expect(explore(scope, start, { maxStates: 100_000 }).found?.violation).toMatch(finds);
  });
});
