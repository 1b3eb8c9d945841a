import assert from 'node:assert/strict';
import test from 'node:test';
import { groupBy } from '../src/data.js';

test('groupBy keeps the order in which items came', () => {
  const groups = groupBy(['apple', 'bean', 'avocado', 'beet'], (word) => word[0]);
  assert.deepEqual(
    [...groups],
    [
      ['a', ['apple', 'avocado']],
      ['b', ['bean', 'beet']],
    ],
  );
});
