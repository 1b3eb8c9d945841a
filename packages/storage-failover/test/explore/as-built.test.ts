import { afterAll, describe, expect, test } from 'vitest';
import { smallWorld } from './scopes.js';
import { explore } from './search.js';
import { SMALL_WORLDS } from './worlds.js';

const MOVES_AND_FAULTS = [
  '… does bind: … owns (epoch n)',
  '… does bind: redis owns (epoch n)',
  '… asks to join',
  '… begins to hand over and runs nothing more',
  'by what its slow shipper has read, … begins to hand over and runs nothing more',
  'the shipper of … hands over: redis owns',
  '… learns that redis (epoch n) owns',
  'no session of … was seen for a minute',
  'the shipper of … takes back: redis runs nothing more',
  '… becomes the owner',
  'by what its slow shipper has read, … becomes the owner',
  '… finds redis whole and goes on where it was',
  '… looks at redis, gets no answer, and goes on',
  '… looks at redis, finds no owner, and restores',
  '… looks at redis, finds redis (epoch n), and restores',
  '… looks at redis, finds redis (epoch n), and yields',
  '… looks at redis, finds … (epoch n), and yields',
  '… does adopt: redis owns (epoch n)',
  '… does take over: redis owns (epoch n)',
  '… starts, finds no redis, and works unseen',
  '… follows, and what it made is taken in',
  'redis dies',
  'redis comes back whole',
  'redis comes back old',
  'redis comes back empty',
  'somebody runs FLUSHALL',
  '… is killed',
  'the late batch up to n arrives',
  'the acquire of … is late, and its sender gives up',
  'a late acquire of … arrives at redis',
  'redis runs the acquire of …, and the reply is lost',
  '… sends acquire again to …',
  '… sends release to redis',
  '… writes with fence n',
];

const counts = { worlds: 0, states: 0, steps: 0 };
const happened = new Set<string>();

afterAll(() => {
  console.log(`explored ${counts.states} states and ${counts.steps} steps of ${counts.worlds} small worlds`);
});

describe('the protocol as built violates nothing in any order of steps, and always gets well again', () => {
  test.each(Object.entries(SMALL_WORLDS))('%s', { timeout: 300_000 }, (name, options) => {
    const { scope, start } = smallWorld(name, options);
    const explored = explore(scope, start, { maxStates: 300_000 });
    expect(explored).toMatchObject({ found: null, complete: true });
    for (const kind of explored.kinds) happened.add(kind);
    counts.worlds += 1;
    counts.states += explored.states;
    counts.steps += explored.transitions;
  });

  test('and every move and every fault has happened in one of these worlds', () => {
    expect([...happened]).toEqual(expect.arrayContaining(MOVES_AND_FAULTS));
  });
});
