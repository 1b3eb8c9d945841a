import { expect, test } from 'vitest';
import sample from './fixtures/sample.lua';

test('a Lua file is imported as its text, character for character', () => {
  expect(sample).toBe('-- a "quoted" line\nreturn `1`\n');
});
