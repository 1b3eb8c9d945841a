import { readFileSync } from 'node:fs';
import { AgentCoordError, ERROR_CODES } from '@agentcoord/core';
import { expect, test } from 'vitest';
import { exitCodeOf } from '../src/output/exit-codes.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

test.each(ERROR_CODES)('%s has the exit code that the README promises', (code) => {
  const row = readme.split('\n').find((line) => line.startsWith('| ') && line.includes(`\`${code}\``));
  expect(row, 'it has a row in the README').toBeDefined();
  expect(String(exitCodeOf(new AgentCoordError(code, 'message')))).toBe(row?.split('|')[1]?.trim());
});

test('what is no error of ours is a failure', () => {
  expect(exitCodeOf(new TypeError('x is not a function'))).toBe(1);
});
