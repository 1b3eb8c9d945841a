import assert from 'node:assert/strict';
import test from 'node:test';
import { countWords } from '../src/text.js';

test('countWords counts upper and lower case alike, most frequent first', () => {
  assert.deepEqual(countWords("The cat and the dog; don't wake the cat."), [
    ['the', 3],
    ['cat', 2],
    ['and', 1],
    ['dog', 1],
    ["don't", 1],
    ['wake', 1],
  ]);
});

test('countWords of nothing is nothing', () => {
  assert.deepEqual(countWords(' '), []);
});
