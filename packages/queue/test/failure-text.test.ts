import { MAX_ERROR_CHARACTERS } from '@agentcoord/core';
import { expect, test } from 'vitest';
import { failureText } from '../src/claim/failure-text.js';

test('a failure is stored without the secrets in it, even where the text is cut', () => {
  const secret = `sk-ant-${'a1'.repeat(30)}`;
  const text = failureText(new Error(`${'x'.repeat(1_980)} ${secret} ${'y'.repeat(9_000)}`));
  expect(text).not.toContain('sk-ant');
  expect(text.length).toBe(MAX_ERROR_CHARACTERS);
  expect(text.endsWith('y')).toBe(true);
});

test.each([
  [new Error('broken', { cause: new Error('disk gone') }), 'broken (caused by: disk gone)'],
  [new TypeError(''), 'TypeError'],
  ['  ', 'It failed without a message.'],
  [undefined, 'undefined'],
  [{ toString: (): string => 'shown' }, 'shown'],
])('whatever is thrown becomes text that is not empty: %s', (thrown, text) => {
  expect(failureText(thrown)).toBe(text);
});
