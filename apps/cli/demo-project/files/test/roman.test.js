import assert from 'node:assert/strict';
import test from 'node:test';
import { toRoman } from '../src/numbers.js';

test('toRoman writes numerals', () => {
  const expected = { 1: 'I', 4: 'IV', 9: 'IX', 14: 'XIV', 40: 'XL', 1994: 'MCMXCIV', 3999: 'MMMCMXCIX' };
  for (const [number, numeral] of Object.entries(expected)) assert.equal(toRoman(Number(number)), numeral);
});

test('toRoman refuses what the Romans could not write', () => {
  for (const bad of [0, 4000, 1.5, Number.NaN]) assert.throws(() => toRoman(bad), RangeError);
});
