import assert from 'node:assert/strict';
import test from 'node:test';
import { renderTable } from '../src/table.js';

test('renderTable aligns columns, numbers to the right', () => {
  assert.equal(
    renderTable([
      ['word', 'count'],
      ['cat', '2'],
      ['elephant', '10'],
    ]),
    ['word      count', 'cat           2', 'elephant     10'].join('\n'),
  );
});

test('renderTable leaves no spaces at line ends', () => {
  assert.equal(
    renderTable([
      ['long', 'x'],
      ['a', ''],
    ]),
    'long  x\na',
  );
});
