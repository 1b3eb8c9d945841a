import assert from 'node:assert/strict';
import test from 'node:test';
import { parseCsv } from '../src/data.js';

test('parseCsv reads plain rows', () => {
  assert.deepEqual(parseCsv('a,b\n1,2\n'), [
    ['a', 'b'],
    ['1', '2'],
  ]);
  assert.deepEqual(parseCsv('a,b\r\n1,\r\n'), [
    ['a', 'b'],
    ['1', ''],
  ]);
});

test('parseCsv reads quoted fields', () => {
  assert.deepEqual(parseCsv('name,says\n"Smith, Jo","a ""b"" c"\n'), [
    ['name', 'says'],
    ['Smith, Jo', 'a "b" c'],
  ]);
  assert.deepEqual(parseCsv('"two\nlines",x'), [['two\nlines', 'x']]);
});
