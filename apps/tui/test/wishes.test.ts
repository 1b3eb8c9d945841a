import { expect, test } from 'vitest';
import { Wishes } from '../src/feed/wishes.js';
import { nothingWanted } from '../src/model/dashboard-model.js';

function wishesAt(): { wishes: Wishes; pass: (ms: number) => void } {
  let now = 0;
  return {
    wishes: new Wishes(() => now),
    pass: (ms) => {
      now += ms;
    },
  };
}

const fails = (): Promise<void> => Promise.reject(new Error('no answer'));
const board = { ...nothingWanted(), board: true };

test('a look that failed is wished for again, later each time, and in the end given up', async () => {
  const { wishes, pass } = wishesAt();
  wishes.add(board);
  let looks = 0;
  let last = 0;
  const pauses: number[] = [];
  for (let ms = 0; ms < 120_000; ms += 50) {
    if (wishes.has('board')) {
      if (looks > 0) pauses.push(ms - last);
      last = ms;
      looks += 1;
      await wishes.grant(['board'], fails);
    }
    pass(50);
  }
  expect(looks).toBe(10);
  expect(pauses).toEqual([250, 500, 1_000, 2_000, 4_000, 4_000, 4_000, 4_000, 4_000]);
});

test('a look that succeeded is over, and one that is wished for meanwhile is another', async () => {
  const { wishes } = wishesAt();
  wishes.add(board);
  await wishes.grant(['board'], async () => undefined);
  expect(wishes.has('board')).toBe(false);
  wishes.add(board);
  await wishes.grant(['board'], async () => wishes.add(board));
  expect(wishes.has('board')).toBe(true);
});

test('ids are handed out up to a limit, and those that failed wait', async () => {
  const { wishes, pass } = wishesAt();
  wishes.add({ ...nothingWanted(), tasks: new Set(['a', 'b', 'c']), approvals: new Set(['x']) });
  expect(wishes.ids('task', 2)).toEqual(['a', 'b']);
  await wishes.grant(['task/a', 'task/b'], fails);
  expect(wishes.ids('task', 5)).toEqual(['c']);
  expect(wishes.ids('approval', 5)).toEqual(['x']);
  pass(250);
  expect(wishes.ids('task', 5)).toEqual(['c', 'a', 'b']);
});
