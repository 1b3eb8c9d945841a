import { appendFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { TestCounts } from '../launch/test-counts.mjs';

test('adds up the runs of a matrix', () => {
  const counts = new TestCounts();
  appendFileSync(counts.file, '{"passed":3,"failed":0,"skipped":1}\n{"passed":4,"failed":2,"skipped":0}\n');
  counts.add({ passed: 1 });
  expect(counts.closingLine(1)).toBe('8 passed, 2 failed, 1 skipped');
});

test('a run that failed never reads as "0 failed"', () => {
  expect(new TestCounts().closingLine(137)).toBe('0 passed, 1 failed, 0 skipped');
});
