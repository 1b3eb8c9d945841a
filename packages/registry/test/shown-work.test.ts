import { expect, test } from 'vitest';
import { ShownWork } from '../src/index.js';

function shownWork() {
  const shown: string[] = [];
  const work = new ShownWork({
    setTask: async () => undefined,
    setState: async (state, text) => void shown.push(text === undefined ? state : `${state}: ${text}`),
    progress: () => undefined,
  });
  return { work, shown };
}

test('between two tasks nobody is told that it is idle', async () => {
  const { work, shown } = shownWork();
  work.begin('1', 'One')();
  work.begin('2', 'Two');
  await work.settled();
  expect(shown).not.toContain('idle');
  expect(shown.at(-1)).toBe('working: Two');
});

test('at the end it shows what is true, without waiting for another task', async () => {
  const { work, shown } = shownWork();
  work.begin('1', 'One')();
  await work.settled();
  expect(shown.at(-1)).toBe('idle');
});

test('who waits is shown to wait, and to work again when that is over', async () => {
  const { work, shown } = shownWork();
  work.begin('1', 'One');
  const resume = work.wait('an answer');
  await work.settled();
  expect(shown.at(-1)).toBe('waiting: an answer');
  resume();
  await work.settled();
  expect(shown.at(-1)).toBe('working: One');
});

test('a store that cannot take it now does not end the work', async () => {
  const work = new ShownWork({
    setTask: () => Promise.reject(new Error('away')),
    setState: async () => undefined,
    progress: () => undefined,
  });
  work.begin('1', 'One');
  await expect(work.settled()).resolves.toBeUndefined();
});
