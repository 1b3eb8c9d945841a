import { describe, expect, test } from 'vitest';
import { AS_BUILT } from './rules.js';
import { SABOTAGES } from './sabotages.js';
import { smallWorld } from './scopes.js';
import { explore } from './search.js';

describe('the explorer turns red when a guarantee is switched off', () => {
  test.each(SABOTAGES)('$name', { timeout: 300_000 }, ({ name, off, world, finds }) => {
    const { scope, start } = smallWorld(name, world);
    const sabotaged = explore({ ...scope, rules: { ...AS_BUILT, [off]: false } }, start, {
      maxStates: 300_000,
    });
    expect(sabotaged.found?.violation).toMatch(finds);
    // As far as it had to look, the same world with the guarantee has nothing to show.
    expect(explore(scope, start, { maxStates: sabotaged.states }).found).toBeNull();
  });

  test('every guarantee has its sabotage', () => {
    expect(new Set(SABOTAGES.map(({ off }) => off))).toEqual(new Set(Object.keys(AS_BUILT)));
  });
});
