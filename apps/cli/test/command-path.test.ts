import { expect, test } from 'vitest';
import { commandName, findCommandPath } from '../src/command-path.js';

const nameOf = (...argv: string[]): string => commandName(findCommandPath(argv));

test('finds the command behind global options and their values', () => {
  expect(nameOf('--agent', 'status', '--json', 'tasks', '--namespace=x', 'add', 'list')).toBe('tasks add');
});

test('a group alone, or with options only, means its list', () => {
  expect(nameOf('tasks')).toBe('tasks list');
  expect(nameOf('locks', '--json')).toBe('locks list');
  expect(nameOf('tasks', '--state', 'ready')).toBe('tasks list');
});

test('a word that is no command loads nothing', () => {
  expect(nameOf('tasks', 'lst')).toBe('tasks');
  expect(nameOf('statsu')).toBe('');
  expect(nameOf('--', 'status')).toBe('');
});
