import assert from 'node:assert/strict';
import test from 'node:test';
import { parseDuration } from '../src/time.js';

test('parseDuration reads times', () => {
  assert.equal(parseDuration('45s'), 45);
  assert.equal(parseDuration('1h 30m'), 5400);
  assert.equal(parseDuration('2d'), 172800);
});

test('parseDuration refuses everything else', () => {
  for (const bad of ['', '5', '5 minutes', '1h x', '-1s'])
    assert.throws(() => parseDuration(bad), RangeError);
});
