import assert from 'node:assert/strict';
import test from 'node:test';
import { formatDuration } from '../src/time.js';

test('formatDuration gives the shortest text', () => {
  assert.equal(formatDuration(0), '0s');
  assert.equal(formatDuration(59), '59s');
  assert.equal(formatDuration(5400), '1h 30m');
  assert.equal(formatDuration(90061), '1d 1h 1m 1s');
});
