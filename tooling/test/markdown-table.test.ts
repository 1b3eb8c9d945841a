import { expect, test } from 'vitest';
import { markdownTable } from '../report/markdown-table.js';

test('has a column for every key of any row, and escapes what would break a cell', () => {
  const rows = [
    { name: 'a|b', 'claims/s': 1234.5 },
    { name: 'c', note: 'two\nlines', share: 0.256 },
  ];
  expect(markdownTable(rows)).toBe(
    [
      '| name | claims/s | note | share |',
      '| --- | --- | --- | --- |',
      '| a\\|b | 1,235 |  |  |',
      '| c |  | two lines | 0.26 |',
    ].join('\n'),
  );
});
