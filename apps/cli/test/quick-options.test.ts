import { expect, test } from 'vitest';
import { commandName, findCommandPath } from '../src/command-path.js';
import { quickOptions } from '../src/quick-options.js';

const read = (...argv: string[]) =>
  quickOptions<{ all?: boolean }>(argv, commandName(findCommandPath(argv)).split(' '), { '--all': 'all' });

test('reads global options and the flags of the command, before and after its name', () => {
  expect(read('--agent', 'Ada', 'status', '--all', '--json')).toEqual({
    agent: 'Ada',
    all: true,
    json: true,
  });
  expect(read('locks', 'list', '--cwd', 'x')).toEqual({ cwd: 'x' });
  expect(read('locks')).toEqual({});
});

test.each([
  ['a value that is missing', ['status', '--agent']],
  ['an option in place of a value', ['status', '--agent', '--json']],
  ['a value joined by =', ['status', '--cwd=x']],
  ['an unknown option', ['status', '--al']],
  ['an argument', ['locks', 'list', 'src']],
  ['help', ['status', '--help']],
  ['a name that comes twice', ['status', 'status']],
])('leaves %s to commander', (_what, argv) => {
  expect(read(...argv)).toBeUndefined();
});
