import assert from 'node:assert/strict';
import test from 'node:test';
import { slugify } from '../src/text.js';

test('slugify makes an address of a title', () => {
  assert.equal(slugify('Hello, World!'), 'hello-world');
  assert.equal(slugify('  Crème   brûlée '), 'creme-brulee');
  assert.equal(slugify('--'), '');
});
