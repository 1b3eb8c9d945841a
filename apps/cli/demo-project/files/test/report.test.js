import assert from 'node:assert/strict';
import test from 'node:test';
import { wordReport } from '../src/report.js';

const CSV = 'id,comment\n1,"Good, good tea"\n2,Bad tea\n';

test('wordReport shows the most frequent words of a column', () => {
  assert.equal(wordReport(CSV, 'comment', 2), 'word  count\ngood      2\ntea       2');
});

test('wordReport names a column that is not there', () => {
  assert.throws(() => wordReport(CSV, 'price'), /price.*id, comment/);
});
