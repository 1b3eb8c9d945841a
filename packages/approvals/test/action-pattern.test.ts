import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchesAction } from '../src/deciding/action-pattern.js';

test.each([
  ['deploy', 'deploy', true],
  ['deploy', 'deploy:production', false],
  ['deploy:*', 'deploy:production', true],
  ['deploy:*', 'redeploy:production', false],
  ['*', 'anything at all', true],
  ['*:read', 'files:read', true],
  ['*:read', 'files:read:write', false],
  ['a*b*c', 'a-b-c', true],
  ['a*b*c', 'a-c-b', false],
  ['ab*ba', 'aba', false],
  ['a.c', 'abc', false],
])('%s matches %s: %s', (pattern, action, matches) => {
  expect(matchesAction(pattern, action)).toBe(matches);
});

test('agrees with the same pattern as a regular expression', () => {
  const letters = fc.stringMatching(/^[ab*]{0,8}$/);
  const text = fc.stringMatching(/^[ab]{0,8}$/);
  fc.assert(
    fc.property(letters, text, (pattern, action) => {
      const expression = new RegExp(`^${pattern.split('*').join('.*')}$`, 's');
      expect(matchesAction(pattern, action)).toBe(expression.test(action));
    }),
    { numRuns: 2_000 },
  );
});
